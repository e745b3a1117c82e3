using System.Collections.Immutable;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The settings of an account in a Region that a declarative policy can take over.</summary>
internal sealed class SettingsCalls(SandboxWorld world, Ec2Guard guard)
{
    public void GetBlockPublicAccess(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        Begin(call, input);
        var (blocks, managed) = guard.PublicAccessIn(call.Caller.AccountId, call.Region);
        answer.Text("imageBlockPublicAccessState", blocks ? "block-new-sharing" : "unblocked").Text("managedBy", managed ? "declarative-policy" : "account");
    }

    public void EnableBlockPublicAccess(SandboxCall call, QueryInput input, XmlAnswer answer) => SetBlockPublicAccess(call, input, answer, true);

    public void DisableBlockPublicAccess(SandboxCall call, QueryInput input, XmlAnswer answer) => SetBlockPublicAccess(call, input, answer, false);

    private void SetBlockPublicAccess(SandboxCall call, QueryInput input, XmlAnswer answer, bool blocks)
    {
        Begin(call, input);
        if (guard.PublicAccessIn(call.Caller.AccountId, call.Region).Managed) throw guard.DeniedByDeclarativePolicy(call.Caller.AccountId);
        Change(call, s => s with { BlocksPublicAccess = blocks });
        answer.Text("imageBlockPublicAccessState", blocks ? "block-new-sharing" : "unblocked");
    }

    public void GetAllowedImages(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        Begin(call, input);
        var (policy, managed) = guard.AllowedImagesIn(call.Caller.AccountId, call.Region);
        answer.Text("state", ApiName(policy.State)).Text("managedBy", managed ? "declarative-policy" : "account");
        answer.Items("imageCriterionSet", policy.Criteria, c =>
        {
            if (!c.Providers.IsEmpty) answer.Values("imageProviderSet", c.Providers.Select(p => OwnerAliases.FromDeclarativeName(p)?.IamName() ?? p));
        });
    }

    public void EnableAllowedImages(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var state = input.Required("AllowedImagesSettingsState");
        if (state is not ("enabled" or "audit-mode")) throw new SandboxException("InvalidParameterValue", $"Value ({state}) for parameter allowedImagesSettingsState is invalid.");
        SetAllowedImages(call, input, s => s with { AllowedImages = state });
        answer.Text("allowedImagesSettingsState", state);
    }

    public void DisableAllowedImages(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        SetAllowedImages(call, input, s => s with { AllowedImages = "disabled" });
        answer.Text("allowedImagesSettingsState", "disabled");
    }

    public void ReplaceCriteria(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        ImmutableArray<ImageCriterion> criteria = [.. input.Structures("ImageCriterion").Select(c => new ImageCriterion([.. c.Texts("ImageProvider").Select(p => OwnerAliases.FromIamName(p)?.DeclarativeName() ?? p)], null))];
        SetAllowedImages(call, input, s => s with { Criteria = criteria });
        answer.Flag("return", true);
    }

    private void SetAllowedImages(SandboxCall call, QueryInput input, Func<RegionSettings, RegionSettings> change)
    {
        Begin(call, input);
        if (guard.AllowedImagesIn(call.Caller.AccountId, call.Region).Managed) throw guard.DeniedByDeclarativePolicy(call.Caller.AccountId);
        Change(call, change);
    }

    private void Begin(SandboxCall call, QueryInput input)
    {
        guard.Authorize(call);
        Ec2Service.DryRun(input);
    }

    private void Change(SandboxCall call, Func<RegionSettings, RegionSettings> change)
    {
        world.Ec2.Settings[(call.Caller.AccountId, call.Region)] = change(world.Ec2.SettingsOf(call.Caller.AccountId, call.Region));
        world.Changes++;
    }

    private static string ApiName(AllowedImagesState? state) => state switch { AllowedImagesState.Enabled => "enabled", AllowedImagesState.AuditMode => "audit-mode", _ => "disabled" };
}
