using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>
/// Looks at the deployment record from three sides. The chain of hashes finds what was changed by hand; what was committed finds what was
/// cut off or written anew; the tag on AWS finds what was written anew together with its commits.
/// </summary>
/// <param name="files">The record.</param>
/// <param name="git">The repository around it; null for none.</param>
/// <param name="aws">The organization; null when it is not asked.</param>
public sealed class VerifyHistory(IFileReader files, ICommitReader? git, IOrganizationsReader? aws)
{
    internal const string NoRepository = "there is no repository";

    public async Task<ImmutableArray<HistoryCheck>> Run(CancellationToken cancel)
    {
        var read = DeploymentRecord.Read(files);
        var log = read.Value ?? DeploymentLog.Empty;
        return
        [
            .. Chain(read.Findings, log),
            .. WithoutEntry(log),
            git is null
                ? new HistoryCheck("git", HistoryOutcome.Skipped, NoRepository)
                : new CommittedHistory(git, files).Check(log),
            aws is null
                ? new HistoryCheck("AWS", HistoryOutcome.Skipped, "not asked")
                : await new MarkedHistory(aws).Check(log, cancel),
        ];
    }

    private static IEnumerable<HistoryCheck> Chain(IEnumerable<Diagnostic> findings, DeploymentLog log)
    {
        const string Source = "chain";
        var broken = findings
            .GroupBy(found => found.Location.Source.Path)
            .Select(file => new HistoryCheck(Source, HistoryOutcome.Refuted, $"{file.Key}: {Messages([.. file])}")
            {
                Help = file.First().Help,
            });
        foreach (var check in broken.DefaultIfEmpty(Sound(log)))
            yield return check;
        foreach (var torn in log.Files.Select(f => f.Torn).OfType<TornLine>())
            yield return new HistoryCheck(
                Source,
                HistoryOutcome.Skipped,
                $"{torn.Path}: line {torn.Number} is cut off; the run was killed while it wrote the line"
            );
    }

    /// <summary>After the first line that does not hold, the others add little.</summary>
    private static string Messages(ImmutableArray<Diagnostic> ofFile) =>
        ofFile.Length == 1 ? ofFile[0].Message : $"{ofFile[0].Message}; {ofFile.Length - 1} more";

    /// <summary>A file by its name that says nothing: a run was killed before its first entry, or something else lies there.</summary>
    private IEnumerable<HistoryCheck> WithoutEntry(DeploymentLog log) =>
        files
            .List(DeploymentLog.Folder)
            .Where(path => DeploymentFile.SerialOf(path) is not null)
            .Except(log.Files.Select(f => f.Path))
            .Select(path => new HistoryCheck(
                "chain",
                HistoryOutcome.Skipped,
                $"{path} holds no entry: a run was killed before it wrote one, or it was emptied"
            ));

    private static HistoryCheck Sound(DeploymentLog log)
    {
        var entries = log.Entries.Length == 1 ? "1 entry" : $"{log.Entries.Length} entries";
        var deployments = Plural.Of(log.Files.Length, "deployment");
        return new HistoryCheck("chain", HistoryOutcome.Holds, $"{entries} of {deployments} are intact");
    }
}
