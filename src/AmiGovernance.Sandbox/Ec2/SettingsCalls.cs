using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The settings of an account in a Region that a declarative policy can take over.</summary>
internal sealed class SettingsCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private const string BlockNewSharing = "block-new-sharing";

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

    public static string PublicAccess(bool blocks) => blocks ? BlockNewSharing : "unblocked";

    public static string ManagedBy(bool managed) => managed ? "declarative-policy" : "account";

    private JsonObject GetBlockPublicAccess(SandboxCall call)
    {
        Begin(call);
        var (blocks, managed) = Guard.PublicAccessIn(call.Place);
        return new JsonObject
        {
            ["imageBlockPublicAccessState"] = PublicAccess(blocks),
            ["managedBy"] = ManagedBy(managed),
        };
    }

    private JsonObject EnableBlockPublicAccess(SandboxCall call)
    {
        var state = call.Input.Required("ImageBlockPublicAccessState");
        if (state != BlockNewSharing)
            throw InvalidValue($"Value ({state}) for parameter imageBlockPublicAccessState is invalid.");
        return SetBlockPublicAccess(call, true);
    }

    private JsonObject SetBlockPublicAccess(SandboxCall call, bool blocks)
    {
        Begin(call);
        if (Guard.PublicAccessIn(call.Place).Managed)
            throw Guard.ManagedByDeclarativePolicy(call.Account);
        Change(call, s => s with { BlocksPublicAccess = blocks });
        return new JsonObject { ["imageBlockPublicAccessState"] = PublicAccess(blocks) };
    }

    private JsonObject GetAllowedImages(SandboxCall call)
    {
        Begin(call);
        var (policy, managed) = Guard.AllowedImagesIn(call.Place);
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
            _ => throw InvalidValue($"Value ({name}) for parameter allowedImagesSettingsState is invalid."),
        };
        return SetState(call, state);
    }

    private JsonObject DisableAllowedImages(SandboxCall call) => SetState(call, AllowedImagesState.Disabled);

    private JsonObject SetState(SandboxCall call, AllowedImagesState state)
    {
        SetAllowedImages(call, s => s with { AllowedImages = state });
        return new JsonObject { ["allowedImagesSettingsState"] = Ec2Shapes.ApiName(state) };
    }

    private JsonObject ReplaceCriteria(SandboxCall call)
    {
        var criteria = CriterionReader.Read(call.Input);
        SetAllowedImages(call, s => s with { Criteria = criteria });
        return Ec2Shapes.Return;
    }

    private void SetAllowedImages(SandboxCall call, Func<RegionSettings, RegionSettings> change)
    {
        Begin(call);
        if (Guard.AllowedImagesIn(call.Place).Managed)
            throw Guard.ManagedByDeclarativePolicy(call.Account);
        Change(call, change);
    }

    private void Change(SandboxCall call, Func<RegionSettings, RegionSettings> change)
    {
        World.Ec2.Settings[call.Place] = change(World.Ec2.SettingsOf(call.Place));
        World.Changes++;
    }
}
