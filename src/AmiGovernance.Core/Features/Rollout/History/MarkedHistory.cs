using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>Compares the record with the tag that each deployment leaves on the root of the organization.</summary>
/// <param name="aws">The organization.</param>
internal sealed class MarkedHistory(IOrganizationsReader aws)
{
    private const string Source = "AWS";

    public async Task<HistoryCheck> Check(DeploymentLog log, CancellationToken cancel)
    {
        try
        {
            var state = await MarkedOrganization.Read(aws, cancel);
            return state.HiddenRoot is { } root
                ? Unknown($"the tags of {root} may not be read", "allow `organizations:ListTagsForResource`")
                : Compare(log, state);
        }
        catch (AwsException e)
        {
            return Unknown(AwsDiagnostics.Message(e.Failure), "`--offline` does without");
        }
    }

    private static HistoryCheck Compare(DeploymentLog log, MarkedOrganization state)
    {
        if (UpToDateRecord.Missing(log, state) is { } missing)
            return new HistoryCheck(Source, HistoryOutcome.Refuted, missing.Message) { Help = missing.Help };
        if (state.Mark is not { } mark)
            return WithoutMark(log) is { } why
                ? new HistoryCheck(Source, HistoryOutcome.Skipped, why)
                : Unknown(
                    "the root carries no mark of a deployment: it was removed, or an earlier version of amigov deployed",
                    "the next deployment leaves one"
                );
        if (log.FileOf(mark.Hash) is not { } last)
            return Unknown($"the record of {UpToDateRecord.Text(mark)} was given up for lost", null);
        return UpToDateRecord.Ahead(log, mark, isCarried: true) is { } added
            ? new HistoryCheck(Source, HistoryOutcome.Refuted, added)
            {
                Help =
                    "entries were added by hand, or AWS refused the mark of a deployment, or somebody put an older one back",
            }
            : new HistoryCheck(
                Source,
                HistoryOutcome.Holds,
                $"the last deployment that AWS knows is {last.Text}{Carried(log, last)}"
            );
    }

    /// <summary>Why there is none; null where there should be one.</summary>
    private static string? WithoutMark(DeploymentLog log)
    {
        if (log.Entries.IsEmpty)
            return "nothing was deployed";
        return log.Entries.All(e => e.Purpose == DeploymentPurpose.Carried)
            ? "another system deployed, which leaves no mark"
            : null;
    }

    private static string Carried(DeploymentLog log, DeploymentFile last)
    {
        var carried = log.Files.Count(f => f.Serial > last.Serial && f.Entries[0].Purpose == DeploymentPurpose.Carried);
        return carried == 0
            ? ""
            : $"; {Plural.Of(carried, "deployment")} of another system since, which leaves no mark";
    }

    private static HistoryCheck Unknown(string text, string? help) =>
        new(Source, HistoryOutcome.Unknown, Sanitize.Text(text)) { Help = help };
}
