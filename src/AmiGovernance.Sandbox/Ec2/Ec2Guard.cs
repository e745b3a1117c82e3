using System.Text.RegularExpressions;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Operations;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>What policies make of a call, as EC2 sees the organization: authorization first, then the declarative layer.</summary>
public sealed partial class Ec2Guard(SandboxWorld world)
{
    private readonly Dictionary<string, PolicySet> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EffectivePolicy> effective = new(StringComparer.Ordinal);
    private Organization? seen;
    private OrganizationIndex index = new(world.Organization);

    /// <summary>Throws UnauthorizedOperation when a policy denies, or when none allows.</summary>
    public void Authorize(SandboxCall call, SandboxImage? image = null, string? imageId = null)
    {
        var questions = new Ec2Call
        {
            Action = $"ec2:{call.Operation}",
            Account = call.Caller.AccountId,
            PrincipalArn = call.Caller.Arn,
            Region = call.Region,
            Time = call.Now,
            ImageId = image?.Id ?? imageId,
            ImageOwner = image is null ? call.Caller.AccountId : image.Facts.IamOwner,
            ImageOwnerAccount = image?.OwnerId ?? call.Caller.AccountId,
            ImageIsPublic = image?.IsPublic,
        }.Questions();
        var caller = new Caller(call.Caller.AccountId == world.Organization.ManagementAccount.Value, call.Caller.IsServiceLinkedRole);
        foreach (var question in questions)
        {
            var decision = Policies(call.Caller.AccountId).Decide(question, caller);
            if (decision.Outcome == Outcome.Allowed && call.Caller.Permissions is { } permissions)
                decision = new Authorization { IdentityPolicies = [permissions] }.Decide(question, caller);
            if (decision.Outcome != Outcome.Allowed) throw new SandboxException("UnauthorizedOperation", Message(call, question, decision), 403);
        }
    }

    /// <summary>IAM user guide, "Troubleshoot access denied error messages": the form of the text.</summary>
    private string Message(SandboxCall call, RequestContext question, Decision decision)
    {
        var kind = decision.Layer == PolicyLayer.ServiceControlPolicy ? "service control policy" : "identity-based policy";
        var why = decision.Outcome == Outcome.ExplicitDeny ? $"with an explicit deny in {(decision.Layer == PolicyLayer.ServiceControlPolicy ? "a" : "an")} {kind}{Arn(decision)}" : $"because no {kind} allows the {question.Action} action";
        var on = question.Resource == "*" ? "" : $" on resource: {question.Resource}";
        return $"You are not authorized to perform this operation. User: {call.Caller.SessionArn} is not authorized to perform: {question.Action}{on} {why}. Encoded authorization failure message: {world.NewId("", 40)}";
    }

    private string Arn(Decision decision) =>
        decision.Layer == PolicyLayer.ServiceControlPolicy && world.Effective.Policies.FirstOrDefault(p => p.Name == decision.Policy?.Name && p.Type == OrganizationPolicyType.ServiceControlPolicy) is { } policy
            ? $": arn:aws:organizations::{world.Organization.ManagementAccount}:policy/{world.Organization.Id}/service_control_policy/{policy.Id}" : "";

    /// <summary>The declarative policy where it says something of allowed images, else what the account set in the Region.</summary>
    public (DeclarativePolicy Policy, bool Managed) AllowedImagesIn(string account, string region)
    {
        if (Declarative(account) is { State: not null } policy) return (policy, true);
        var own = world.Ec2.SettingsOf(account, region);
        return (new DeclarativePolicy { State = own.AllowedImages switch { "enabled" => AllowedImagesState.Enabled, "audit-mode" => AllowedImagesState.AuditMode, _ => AllowedImagesState.Disabled }, Criteria = own.Criteria }, false);
    }

    public (bool Blocks, bool Managed) PublicAccessIn(string account, string region) =>
        Declarative(account)?.BlocksPublicAccess is { } blocks ? (blocks, true) : (world.Ec2.SettingsOf(account, region).BlocksPublicAccess, false);

    public ImageDecision Decide(SandboxImage image, string account, string region) => AllowedImages.Decide(AllowedImagesIn(account, region).Policy, image.Facts, AccountId.Parse(account), world.Now);

    /// <summary>The text of a denial by a declarative policy. The code is not documented by AWS; see docs/reference/sandbox.md.</summary>
    public SandboxException DeniedByDeclarativePolicy(string account) =>
        new("OperationNotPermitted", Declarative(account)?.ExceptionMessage ?? "This action is denied due to an organizational policy in effect");

    private DeclarativePolicy? Declarative(string account)
    {
        Refresh();
        if (!effective.TryGetValue(account, out var found)) effective[account] = found = new EffectivePolicies(index).Of(account);
        return found.Policy;
    }

    private PolicySet Policies(string account)
    {
        Refresh();
        if (!known.TryGetValue(account, out var found)) known[account] = found = PolicySet.Of(index, AccountId.Parse(account));
        return found;
    }

    private void Refresh()
    {
        if (ReferenceEquals(seen, world.Effective)) return;
        seen = world.Effective;
        index = new OrganizationIndex(seen);
        known.Clear();
        effective.Clear();
    }

    /// <summary>EC2 checks the form of an id before it looks for it.</summary>
    public static void CheckId(string id, string prefix, string error)
    {
        if (!Hexadecimal().IsMatch(id[Math.Min(prefix.Length, id.Length)..]) || !id.StartsWith(prefix, StringComparison.Ordinal))
            throw new SandboxException(error, $"Invalid id: \"{id}\" (expecting \"{prefix}...\")");
    }

    [GeneratedRegex("^[0-9a-f]{8}([0-9a-f]{9})?$")]
    private static partial Regex Hexadecimal();
}
