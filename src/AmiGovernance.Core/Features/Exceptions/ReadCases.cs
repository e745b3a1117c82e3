using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <param name="NotRead">Files whose entries or requests may be missing.</param>
public sealed record CaseList(ImmutableArray<ExceptionOverview> Rows, ImmutableArray<string> NotRead);

/// <summary>Reads entries and requests of the working folder together.</summary>
public static class ReadCases
{
    /// <summary>
    /// Null when the configuration cannot be read. What is ended or rejected is included; the most urgent entries come first, then
    /// the requests that wait, the oldest first.
    /// </summary>
    /// <param name="configPath">The configuration's.</param>
    /// <param name="asOf">The day to look at, in UTC.</param>
    /// <param name="files">The working folder.</param>
    /// <param name="git">Null where there is no repository to ask.</param>
    /// <param name="bag">Takes what is wrong with the files.</param>
    public static CaseList? Run(
        string configPath,
        DateOnly asOf,
        IFileStore files,
        ICommitReader? git,
        DiagnosticBag bag
    )
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config)
            return null;
        var entries = config.Exceptions.Select(e => ExceptionStatus.Of(e, asOf, config.Policy.WarningDays)).ToList();
        var unread = new DiagnosticBag();
        unread.AddRange(bag.ToSorted());
        var requests = bag.HasErrors ? [] : ReadRequests(config, files, git, unread, bag);
        bag.AddRange(unread.ToSorted());

        var ofEntries = entries
            .Select(e => Overview(e, requests.Find(r => r.Ticket == e.Exception.Ticket)))
            .OrderBy(o => o.Entry?.DaysLeft ?? int.MinValue)
            .ThenBy(o => o.Entry?.Exception.AccountId);
        var ofOthers = requests
            .Where(r => entries.All(e => e.Exception.Ticket != r.Ticket))
            .OrderBy(r => r.Status.Case.Request.RequestedAt)
            .ThenBy(r => r.Ticket, StringComparer.Ordinal)
            .Select(r => Overview(null, r));
        return new CaseList([.. ofEntries, .. ofOthers], UnreadFiles.Of(unread.ToSorted()));
    }

    /// <summary>
    /// One exception with what it was judged by. Null with a report when there is neither an entry nor a request for the ticket.
    /// </summary>
    internal static (ExceptionOverview Overview, ExceptionSources Sources)? Show(
        string ticket,
        string configPath,
        DateOnly asOf,
        IFileStore files,
        ICommitReader? git,
        DiagnosticBag bag
    )
    {
        if (ExceptionSources.Read(configPath, files, RequestHistory.TryRead(git, bag), bag) is not { } sources)
            return null;

        var entry = sources.Config.Exceptions.FirstOrDefault(e => e.Ticket == ticket);
        var status = entry is null ? null : ExceptionStatus.Of(entry, asOf, sources.Config.Policy.WarningDays);
        if (entry is not null && !files.Exists(RequestPaths.Request(ticket)))
            return (Overview(status, null), sources);

        if (sources.ReadCase(ticket, bag) is not { } found)
            return null;
        var request = new JudgedRequest(sources.Judge(found, bag), sources.Process);
        return (Overview(status, request), sources);
    }

    /// <summary>A request with the process that sets its time limits.</summary>
    private sealed record JudgedRequest(CaseStatus Status, ExceptionProcess Process)
    {
        public string Ticket => Status.Case.Ticket;

        /// <summary>What has ended waits for nothing.</summary>
        public IEnumerable<TimeLimit> Limits =>
            Status.Case.End is null
                ? TimeLimits.Of(Status.Newest, Status.Case.Implementation(Status.Newest.Part), Process)
                : [];
    }

    private static ExceptionOverview Overview(ExceptionStatus? entry, JudgedRequest? request) =>
        new(entry, request?.Status, [.. request?.Limits ?? []]);

    /// <summary>Without requests nothing else is read: neither git nor the list of approvers is needed.</summary>
    /// <param name="unread">Takes what cannot be read.</param>
    /// <param name="bag">Takes what is wrong with what was read.</param>
    private static List<JudgedRequest> ReadRequests(
        GovernanceConfig config,
        IFileStore files,
        ICommitReader? git,
        DiagnosticBag unread,
        DiagnosticBag bag
    )
    {
        if (
            !RequestFiles.Tickets(files).Any()
            || ExceptionSources.Read(config, files, RequestHistory.TryRead(git, bag), unread) is not { } sources
        )
            return [];
        var found = RequestFiles.ReadAll(files, config.ExceptionTypes.Values, unread);
        return [.. found.Select(c => new JudgedRequest(sources.Judge(c, bag), sources.Process))];
    }
}
