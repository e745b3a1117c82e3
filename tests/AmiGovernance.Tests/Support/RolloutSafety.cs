using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Support;

/// <summary>Compares organizations, and asks the engine what they decide.</summary>
internal static class RolloutSafety
{
    private static readonly CallDefaults Defaults = new(RegionName.Parse("us-east-1"), DateTimeOffset.UnixEpoch);

    /// <summary>Everything but ids, which AWS gives out.</summary>
    public static string Shape(Organization organization) =>
        string.Join(
            '\n',
            organization.Policies.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => Shape(p, organization))
        );

    private static string Shape(OrganizationPolicy policy, Organization organization)
    {
        var tags = string.Join(',', policy.Tags.Remove(DeploymentMark.TagKey));
        var attached = organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId);
        return $"{policy.Name} {policy.Type} {policy.Content} {policy.Description} {tags} on {string.Join(',', attached)}";
    }

    /// <summary>At each moment every request is decided as before or as after the deployment.</summary>
    public static void AssertSafe(string name, List<Organization> states)
    {
        var decisions = states.Select(Decide).ToList();
        foreach (var request in decisions[0].Keys)
            for (var i = 1; i < states.Count - 1; i++)
                if (decisions[i][request] != decisions[0][request] && decisions[i][request] != decisions[^1][request])
                    Assert.Fail(
                        $"{name}: after call {i} of {states.Count - 1}, {request} is {(decisions[i][request] ? "allowed" : "denied")}, unlike before and after"
                    );
    }

    public static Dictionary<string, bool> Decide(Organization organization)
    {
        var index = new OrganizationIndex(organization);
        var decided = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var account in organization.Accounts.Select(a => a.Id.Value))
        {
            var policies = PolicySet.Of(
                index,
                AccountId.Parse(account),
                OtherPolicies.None,
                new InMemoryFileStore(),
                new DiagnosticBag()
            )!;
            foreach (
                var action in new[]
                {
                    "ec2:RunInstances",
                    "ec2:CreateImage",
                    "ec2:ModifyImageAttribute",
                    "ec2:DisableImageBlockPublicAccess",
                }
            )
            foreach (
                var owner in new[]
                {
                    "123456738923",
                    "111122223333",
                    "222233334444",
                    "888888888888",
                    "400000000007",
                    "400000000031",
                    "amazon",
                    account,
                }
            )
            foreach (var time in new[] { "2026-01-03T00:00:00Z", "2026-06-01T00:00:00Z" })
            foreach (var linked in new[] { false, true })
            {
                var (call, image) = new CallInput
                {
                    Action = action,
                    Account = account,
                    ImageOwner = owner,
                    Image = "ami-0",
                    Time = time,
                }.Build(Defaults, out _)!;
                var caller = new Caller(account == organization.ManagementAccount.Value, linked);
                decided[$"{action} by {account} of {owner} at {time}{(linked ? " by a service-linked role" : "")}"] =
                    Explanation.Short(call, image, caller, policies).IsAllowed;
            }
        }
        return decided;
    }
}
