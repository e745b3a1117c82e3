using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The settings of an account in a Region that a declarative policy can take over.</summary>
internal sealed class SettingsCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    /// <summary>EC2 user guide, "Allowed AMIs": the limits of criteria.</summary>
    private const int MostCriteria = 10;
    private const int MostProviders = 200;
    private const int MostNames = 50;

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["GetImageBlockPublicAccessState"] = GetBlockPublicAccess,
            ["EnableImageBlockPublicAccess"] = EnableBlockPublicAccess,
            ["DisableImageBlockPublicAccess"] = call => SetBlockPublicAccess(call, false),
            ["GetAllowedImagesSettings"] = GetAllowedImages,
            ["EnableAllowedImagesSettings"] = EnableAllowedImages,
            ["DisableAllowedImagesSettings"] = DisableAllowedImages,
            ["ReplaceImageCriteriaInAllowedImagesSettings"] = ReplaceCriteria,
        };

    private JsonObject GetBlockPublicAccess(SandboxCall call)
    {
        Begin(call);
        var (blocks, managed) = Guard.PublicAccessIn(call.Account, call.Region);
        return new JsonObject
        {
            ["imageBlockPublicAccessState"] = PublicAccess(blocks),
            ["managedBy"] = ManagedBy(managed),
        };
    }

    private JsonObject EnableBlockPublicAccess(SandboxCall call)
    {
        if (call.Input.Required("ImageBlockPublicAccessState") is not "block-new-sharing" and var state)
            throw new SandboxException(
                "InvalidParameterValue",
                $"Value ({state}) for parameter imageBlockPublicAccessState is invalid."
            );
        return SetBlockPublicAccess(call, true);
    }

    private JsonObject SetBlockPublicAccess(SandboxCall call, bool blocks)
    {
        Begin(call);
        if (Guard.PublicAccessIn(call.Account, call.Region).Managed)
            throw Guard.DeniedByDeclarativePolicy(call.Account);
        Change(call, s => s with { BlocksPublicAccess = blocks });
        return new JsonObject { ["imageBlockPublicAccessState"] = PublicAccess(blocks) };
    }

    private JsonObject GetAllowedImages(SandboxCall call)
    {
        Begin(call);
        var (policy, managed) = Guard.AllowedImagesIn(call.Account, call.Region);
        return new JsonObject
        {
            ["state"] = Ec2Shapes.ApiName(policy.State),
            ["imageCriterionSet"] = Ec2Shapes.List(policy.Criteria, Ec2Shapes.Criterion),
            ["managedBy"] = ManagedBy(managed),
        };
    }

    private JsonObject EnableAllowedImages(SandboxCall call)
    {
        var name = call.Input.Required("AllowedImagesSettingsState");
        var state = name switch
        {
            "enabled" => AllowedImagesState.Enabled,
            "audit-mode" => AllowedImagesState.AuditMode,
            _ => throw new SandboxException(
                "InvalidParameterValue",
                $"Value ({name}) for parameter allowedImagesSettingsState is invalid."
            ),
        };
        SetAllowedImages(call, s => s with { AllowedImages = state });
        return new JsonObject { ["allowedImagesSettingsState"] = name };
    }

    private JsonObject DisableAllowedImages(SandboxCall call)
    {
        SetAllowedImages(call, s => s with { AllowedImages = AllowedImagesState.Disabled });
        return new JsonObject { ["allowedImagesSettingsState"] = "disabled" };
    }

    private JsonObject ReplaceCriteria(SandboxCall call)
    {
        ImmutableArray<ImageCriterion> criteria = [.. call.Input.Objects("ImageCriterion").Select(Criterion)];
        if (criteria.Length > MostCriteria)
            throw new SandboxException(
                "InvalidParameterValue",
                $"You can specify at most {MostCriteria} image criteria."
            );
        SetAllowedImages(call, s => s with { Criteria = criteria });
        return Ec2Shapes.Return;
    }

    private static ImageCriterion Criterion(CallInput input)
    {
        var (providers, names, codes) = (
            input.Texts("ImageProvider"),
            input.Texts("ImageName"),
            input.Texts("MarketplaceProductCode")
        );
        if (
            providers.FirstOrDefault(p =>
                !AccountId.IsValid(p) && OwnerAliases.FromIamName(p) is null && p != "none"
            ) is
            { } wrong
        )
            throw new SandboxException("InvalidParameterValue", $"The image provider '{wrong}' is invalid.");
        if (
            providers.Length > MostProviders
            || names.Length > MostNames
            || codes.Length > MostNames
            || (providers.Contains("none") && providers.Length > 1)
        )
            throw new SandboxException("InvalidParameterValue", "The image criterion is invalid.");
        var (created, deprecated) = (
            input.Object("CreationDateCondition").Number("MaximumDaysSinceCreated"),
            input.Object("DeprecationTimeCondition").Number("MaximumDaysSinceDeprecated")
        );
        var more =
            names.IsEmpty && codes.IsEmpty && created is null && deprecated is null
                ? null
                : new ImageCriteria
                {
                    ImageNames = names,
                    MarketplaceProductCodes = codes,
                    MaximumDaysSinceCreated = created,
                    MaximumDaysSinceDeprecated = deprecated,
                };
        return new ImageCriterion(
            [.. providers.Select(p => OwnerAliases.FromIamName(p)?.DeclarativeName() ?? p)],
            more
        );
    }

    private void SetAllowedImages(SandboxCall call, Func<RegionSettings, RegionSettings> change)
    {
        Begin(call);
        if (Guard.AllowedImagesIn(call.Account, call.Region).Managed)
            throw Guard.DeniedByDeclarativePolicy(call.Account);
        Change(call, change);
    }

    private void Change(SandboxCall call, Func<RegionSettings, RegionSettings> change)
    {
        World.Ec2.Settings[(call.Account, call.Region)] = change(World.Ec2.SettingsOf(call.Account, call.Region));
        World.Changes++;
    }

    private static string PublicAccess(bool blocks) => blocks ? "block-new-sharing" : "unblocked";

    private static string ManagedBy(bool managed) => managed ? "declarative-policy" : "account";
}
