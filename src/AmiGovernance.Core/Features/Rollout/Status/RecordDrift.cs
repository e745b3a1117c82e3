using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>What somebody did to our policies since the last deployment: in the console, say.</summary>
internal static class RecordDrift
{
    /// <param name="observed">The organization as it is.</param>
    /// <param name="log">The deployment record.</param>
    /// <param name="ours">The policies that carry our tag.</param>
    public static IEnumerable<Drift> Find(
        Organization observed,
        DeploymentLog log,
        IReadOnlyList<OrganizationPolicy> ours
    )
    {
        if (log.UnfinishedStart is { } start)
        {
            var help = start.Stages.IsEmpty ? "run the same command again" : "run `amigov promote` again";
            yield return Drift($"deployment {start.Deployment} did not end", help);
        }
        if (log.Entries.All(e => e.Event != DeploymentEvent.Started))
        {
            if (ours.Count > 0)
                yield return Drift(
                    "policies of ours are there, and no deployment is recorded",
                    "bring deployments/log.jsonl back from version control"
                );
            yield break;
        }
        var known = log.LastKnown(observed);
        foreach (var change in known.Policies.SelectMany(policy => Changes(policy, known, observed, ours)))
            yield return Drift(change, "amigov plan");
        foreach (var policy in ours.Where(p => Same(p, known.Policies) is null))
            yield return Drift($"`{policy.Name}` carries our tag and is not in the record", "amigov plan");
    }

    private static IEnumerable<string> Changes(
        OrganizationPolicy policy,
        Organization known,
        Organization observed,
        IReadOnlyList<OrganizationPolicy> ours
    )
    {
        if (Same(policy, ours) is not { } now)
            return [$"`{policy.Name}` was deleted, or lost the tag {DesiredState.OwnerTag}"];
        var recorded = PolicyStatus.TargetsOf(known, policy);
        var actual = PolicyStatus.TargetsOf(observed, now);
        return
        [
            .. PolicyContent.Same(now.Content, policy.Content)
                ? []
                : new[] { $"the content of `{policy.Name}` was changed" },
            .. recorded.Except(actual).Select(target => $"`{policy.Name}` was detached from {target}"),
            .. actual.Except(recorded).Select(target => $"`{policy.Name}` was attached to {target}"),
        ];
    }

    private static OrganizationPolicy? Same(OrganizationPolicy policy, IEnumerable<OrganizationPolicy> policies) =>
        policies.FirstOrDefault(p => p.Type == policy.Type && p.Name == policy.Name);

    private static Drift Drift(string what, string help) => new("record and organization", what, help);
}
