using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>What somebody did to our policies since the last deployment: in the console, say.</summary>
internal static class RecordDrift
{
    private const string Between = "record and organization";

    public static IEnumerable<Drift> Find(
        Organization observed,
        DeploymentLog log,
        IReadOnlyList<OrganizationPolicy> ours
    )
    {
        if (log.Unfinished.FirstOrDefault(e => e.Event == DeploymentEvent.Started) is { } start)
            yield return new Drift(
                Between,
                $"deployment {start.Deployment} did not end",
                start.Stages.IsEmpty ? "run the same command again" : "run `amigov promote` again"
            );
        if (log.Entries.All(e => e.Event != DeploymentEvent.Started))
        {
            if (ours.Count > 0)
                yield return new Drift(
                    Between,
                    "policies of ours are there, and no deployment is recorded",
                    "bring deployments/log.jsonl back from version control"
                );
            yield break;
        }
        var known = log.LastKnown(observed);
        foreach (var policy in known.Policies)
        {
            if (ours.FirstOrDefault(p => p.Type == policy.Type && p.Name == policy.Name) is not { } now)
            {
                yield return new Drift(
                    Between,
                    $"`{policy.Name}` was deleted, or lost the tag {DesiredState.OwnerTag}",
                    "amigov plan"
                );
                continue;
            }
            if (now.Content != policy.Content)
                yield return new Drift(Between, $"the content of `{policy.Name}` was changed", "amigov plan");
            var (recorded, actual) = (
                ReadStatus.TargetsOf(known, policy).ToList(),
                ReadStatus.TargetsOf(observed, now).ToList()
            );
            foreach (var target in recorded.Except(actual))
                yield return new Drift(Between, $"`{policy.Name}` was detached from {target}", "amigov plan");
            foreach (var target in actual.Except(recorded))
                yield return new Drift(Between, $"`{policy.Name}` was attached to {target}", "amigov plan");
        }
        foreach (var policy in ours.Where(p => !known.Policies.Any(k => k.Type == p.Type && k.Name == p.Name)))
            yield return new Drift(Between, $"`{policy.Name}` carries our tag and is not in the record", "amigov plan");
    }
}
