using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The history of one exception for a terminal.</summary>
internal static class HistoryText
{
    public static string Render(ExceptionHistory history, DateOnly day)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var line in Lines(history, day))
            writer.WriteLine(line);
        if (history.Overview.Request is { } status)
            NextStep.Write(writer, status, null);
        return writer.ToString();
    }

    private static IEnumerable<string> Lines(ExceptionHistory history, DateOnly day)
    {
        var (entry, status) = (history.Overview.Entry, history.Overview.Request);
        var request = status is null ? [] : RequestText.Lines(status, history, day);
        var configured = entry is null ? [] : Entry(entry);
        var deployed = status?.State is RequestState.Implemented or RequestState.Ended
            ? Deployments(history.Deployments)
            : [];
        var used = history.Account is { } account ? UseText.Lines(history.Use, account, history.Answer(day)) : [];
        return [.. request, .. configured, .. Commits(history), .. deployed, .. used];
    }

    private static IEnumerable<string> Entry(ExceptionStatus entry)
    {
        var (account, end) = (entry.Exception.AccountId, entry.Exception.ExpiresOn?.Text());
        yield return $"in the configuration: account {account}, {entry.State.Name()}," + $" until {end ?? "never"}";
        if (end is not null)
            yield return $"  ends {end} 00:00 UTC in the service control policy by itself;"
                + " in the declarative policy when it is generated and deployed from that day on";
    }

    private static IEnumerable<string> Commits(ExceptionHistory history)
    {
        if (history.Commits is not { } commits)
            return ["commits: not checked, there is no history here"];
        return commits.IsEmpty ? [] : ["commits", .. commits.Select(Commit)];
    }

    private static string Commit(GitCommit commit)
    {
        var (facts, author) = (commit.Facts, CaseWords.Name(commit.Facts.Author));
        return $"  {facts.ShortId}  {commit.At.IsoText()}  {author}{CaseWords.Signed(facts)}: {Sanitize.Text(commit.Subject)}";
    }

    private static IEnumerable<string> Deployments(IReadOnlyCollection<DeploymentEntry> deployments) =>
        deployments.Count == 0
            ? ["deployments: none is recorded in deployments/"]
            :
            [
                "deployments",
                .. deployments.Select(d =>
                    $"  {Sanitize.Text(d.Deployment)}  {d.At.IsoText()}  {Sanitize.Text(d.Who)}"
                ),
            ];
}
