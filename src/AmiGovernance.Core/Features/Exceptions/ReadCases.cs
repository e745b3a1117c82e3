using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>An exception as it stands: its entry in the configuration, its request, or both.</summary>
/// <param name="Entry">Null while the configuration has none, or none any more.</param>
/// <param name="Request">Null for an entry that was made without a request.</param>
public sealed record ExceptionOverview(ExceptionStatus? Entry, CaseStatus? Request, ImmutableArray<TimeLimit> Limits)
{
    /// <summary>The ends that were put into the configuration, as the request's records say; each extension moved the one before.</summary>
    public ImmutableArray<DateOnly> Ends =>
        Request is { } status
            ?
            [
                .. status
                    .Case.Records.Where(r => r.Record.Event == RequestEvent.Implemented)
                    .Select(r => r.Record.ExpiresOn)
                    .OfType<DateOnly>(),
            ]
            : [];

    /// <summary>The day of the last approval that was needed; null while there is none.</summary>
    public DateOnly? Start => Request?.Parts[0].ApprovedAt?.Day() ?? Entry?.Exception.ApprovalDate;

    /// <summary>The first day without it: the end that is approved, or the day on which it was revoked. Null while nothing is approved.</summary>
    public DateOnly? End
    {
        get
        {
            var end =
                Entry is { } entry ? entry.Exception.ExpiresOn
                : Ends.IsEmpty ? Request?.ApprovedEnd
                : Ends[^1];
            return Request?.Case.End is { Event: RequestEvent.Revoked } revoked && revoked.At.Day() < end
                ? revoked.At.Day()
                : end;
        }
    }

    public IEnumerable<TimeLimit> Overdue(DateOnly asOf) => Limits.Where(l => l.IsOverdue(asOf));

    /// <summary>Whether it is still of interest: in the configuration, or waited for.</summary>
    public bool IsOpen => Entry is not null || Request?.State is RequestState.InReview or RequestState.Approved;
}

/// <summary>Reads entries and requests of the working folder together.</summary>
public static class ReadCases
{
    /// <summary>
    /// Null when the configuration cannot be read. What is ended or rejected is included; the most urgent entries come first, then
    /// the requests that wait, the oldest first.
    /// </summary>
    public static ImmutableArray<ExceptionOverview>? Run(
        string configPath,
        DateOnly asOf,
        IFileStore files,
        IGit? git,
        DiagnosticBag bag
    )
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config)
            return null;
        var entries = config.Exceptions.Select(e => ExceptionStatus.Of(e, asOf, config.Policy.WarningDays)).ToList();
        // Without requests nothing else is read: neither git nor the list of approvers is needed.
        var requests = !RequestFiles.Tickets(files).Any() || bag.HasErrors ? [] : ReadRequests(config, files, git, bag);
        return
        [
            .. entries
                .Select(e => Overview(e, requests.Find(r => r.Status.Case.Ticket == e.Exception.Ticket)))
                .OrderBy(o => o.Entry?.DaysLeft ?? int.MinValue)
                .ThenBy(o => o.Entry?.Exception.AccountId),
            .. requests
                .Where(r => entries.All(e => e.Exception.Ticket != r.Status.Case.Ticket))
                .Select(r => Overview(null, r))
                .OrderBy(o => o.Request?.Case.Request.RequestedAt)
                .ThenBy(o => o.Request?.Case.Ticket, StringComparer.Ordinal),
        ];
    }

    /// <summary>A request with the process that sets its time limits.</summary>
    private sealed record JudgedRequest(CaseStatus Status, ExceptionProcess Process);

    private static ExceptionOverview Overview(ExceptionStatus? entry, JudgedRequest? request) =>
        request is not var (status, process)
            ? new ExceptionOverview(entry, null, [])
            : new ExceptionOverview(
                entry,
                status,
                status.Case.End is not null
                    ? []
                    : [.. TimeLimits.Of(status.Newest, status.Case.Implementation(status.Newest.Part), process)]
            );

    private static List<JudgedRequest> ReadRequests(
        GovernanceConfig config,
        IFileStore files,
        IGit? git,
        DiagnosticBag bag
    )
    {
        if (ExceptionSources.Read(config, files, RequestHistory.TryRead(git, bag), bag) is not { } sources)
            return [];
        return
        [
            .. RequestFiles
                .ReadAll(files, config.ExceptionTypes.Values, bag)
                .Select(c => new JudgedRequest(sources.Judge(c, git, bag), sources.Process)),
        ];
    }

    /// <summary>One exception with what it was judged by. Null with a report when there is neither an entry nor a request for the ticket.</summary>
    internal static (ExceptionOverview Overview, ExceptionSources Sources)? Show(
        string ticket,
        string configPath,
        DateOnly asOf,
        IFileStore files,
        IGit? git,
        DiagnosticBag bag
    )
    {
        if (ExceptionSources.Read(configPath, files, RequestHistory.TryRead(git, bag), bag) is not { } sources)
            return null;
        var entry = sources.Config.Exceptions.FirstOrDefault(e => e.Ticket == ticket);
        var status = entry is null ? null : ExceptionStatus.Of(entry, asOf, sources.Config.Policy.WarningDays);
        if (entry is not null && !files.Exists(RequestPaths.Request(ticket)))
            return (new ExceptionOverview(status, null, []), sources);
        return RequestFiles.Read(ticket, files, sources.Config.ExceptionTypes.Values, bag) is { } found
            ? (Overview(status, new JudgedRequest(sources.Judge(found, git, bag), sources.Process)), sources)
            : null;
    }
}
