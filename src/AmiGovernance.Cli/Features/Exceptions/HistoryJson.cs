using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The history of one exception for machines.</summary>
internal static class HistoryJson
{
    public static ExceptionDocument Of(ExceptionHistory history, DateOnly day)
    {
        var status = history.Overview.Request;
        return new ExceptionDocument(
            day,
            status?.Case.Ticket,
            status?.State.Name(),
            status?.ApprovedEnd,
            status is null ? null : RequestContentPart.Of(status.Case.Request),
            status is null ? null : [.. status.Parts.Select(part => RequestPartPart.Of(status, part))],
            RequestRecordPart.Of(status?.Case.End),
            history.Overview.Entry is { } entry ? Of(entry) : null,
            TimeLimitPart.Of(history.Overview.Limits, day),
            history.Commits is { } commits ? [.. commits.Select(Of)] : null,
            [.. history.Deployments.Select(d => d.Deployment)],
            history.Use.Looked && history.Account is { } account ? Of(history.Use, account, history.Answer(day)) : null,
            [.. NotLooked(history)]
        );
    }

    private static ExceptionEntryPart Of(ExceptionStatus entry) =>
        new(entry.Exception.AccountId.Value, entry.State.Name(), entry.Exception.ExpiresOn);

    private static CommitPart Of(GitCommit commit) =>
        new(commit.Facts.Id, commit.At, commit.Facts.Author.ToString(), commit.Subject);

    private static UsePart Of(ImageUse use, AccountId owner, UseAnswer answer)
    {
        var used = answer.State == UseState.Used ? answer : null;
        return new UsePart(
            answer.State.Name(),
            used?.Launches,
            used?.IsLeast,
            used?.Last,
            [.. LaunchesByAccount.Of(use, owner).Select(Of)],
            use.Owned.GetValueOrDefault(owner.Value) is { } owned
                ? new OwnedImagesPart(owned.Count, owned.IsWhole, owned.LastLaunched?.Day())
                : null,
            [.. use.Sources.Select(s => s.Text)]
        );
    }

    private static AccountLaunchesPart Of(LaunchesByAccount launches) =>
        new(
            launches.Account.Length > 0 ? launches.Account : null,
            launches.Count,
            launches.Last?.Day(),
            [.. launches.Images]
        );

    private static IEnumerable<string> NotLooked(ExceptionHistory history)
    {
        if (history.Commits is null)
            yield return "commits";
        if (!history.Use.Looked)
            yield return "use of the images";
    }
}
