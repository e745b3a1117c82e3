using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>
/// What was done to our policies since the last deployment, by somebody else with another tool: whoever is about to change them is told
/// first, for it may be undone.
/// </summary>
/// <param name="Deployment">The last one that is recorded; empty for none.</param>
/// <param name="Found">Changes of our policies, each with its author where that was asked for.</param>
public sealed record ChangesSince(string Deployment, ImmutableArray<Drift> Found)
{
    /// <summary>Calls CloudTrail only where something was changed.</summary>
    /// <param name="observed">The organization as it was read.</param>
    /// <param name="files">Where the record lies; one that lacks the last deployment tells nothing.</param>
    /// <param name="history">Who changed policies; null where nobody is to be waited for.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async Task<ChangesSince> Of(
        Organization observed,
        IFileReader files,
        ReadPolicyHistory? history,
        CancellationToken cancel
    )
    {
        var log = DeploymentRecord.ReadWhatIsThere(files);
        var found = Find(observed, log);
        if (!found.IsEmpty && history is not null)
        {
            var calls = await history.Run(DriftAuthors.Operations(found), from: null, cancel);
            found = [.. DriftAuthors.Of(found, log, calls)];
        }
        return new ChangesSince(log.Entries is [.., var last] ? last.Deployment : "", found);
    }

    private static ImmutableArray<Drift> Find(Organization observed, DeploymentLog log)
    {
        if (UpToDateRecord.Missing(log, MarkedOrganization.Of(observed)) is not null)
            return [];
        var ours = observed.Policies.Where(OurPolicies.IsManaged).ToList();
        return [.. RecordDrift.Find(observed, log, ours).Where(d => d.Change is not null)];
    }
}
