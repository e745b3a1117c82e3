using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Who is reminded of an exception, and over which channel.</summary>
internal sealed class ReminderRecipients(ExceptionSources sources, DiagnosticBag bag)
{
    private const string PlatformTeam = "platform_team";

    private readonly HashSet<string> tickets = RequestFiles.Tickets(sources.Files).ToHashSet(StringComparer.Ordinal);

    /// <summary>By the names of the channels; a channel with one recipient names none.</summary>
    public IEnumerable<(string Channel, string To)> Of(ExceptionAccount exception)
    {
        var settings = sources.Process.Reminders;
        if (settings.Mail is not null)
            foreach (var address in Addresses(exception))
                yield return ("mail", address);
        if (settings.ChatWebhook)
            yield return ("chat", "");
        if (settings.Topic is not null)
            yield return ("sns", "");
        if (settings.Issues?.Issue(exception.Ticket) is { } number)
            yield return ("issue", number);
    }

    /// <summary>Where its request stands; null where there is none that can be read, as is said where its people are looked for.</summary>
    public CaseStatus? StatusOf(ExceptionAccount exception) =>
        exception.Ticket is { } ticket
        && tickets.Contains(ticket)
        && Reading.Of(own => sources.ReadCase(ticket, own)).Value is { } asked
            ? sources.JudgeQuietly(asked)
            : null;

    /// <summary>Requester, technical contact, approvers, platform team; each address once.</summary>
    private IEnumerable<string> Addresses(ExceptionAccount exception)
    {
        var team = sources.Approvers?.Members(PlatformTeam) ?? [];
        var contacts = sources.Config.Contacts.Where(c =>
            c.Purpose.Contains("exception", StringComparison.OrdinalIgnoreCase)
        );
        return OfRequest(exception)
            .Concat(team.Select(p => p.Emails.FirstOrDefault() ?? ""))
            .Concat(contacts.Select(c => c.Address))
            .Where(MailAddress.IsValid)
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Without a request only the entry itself can name somebody.</summary>
    private IEnumerable<string> OfRequest(ExceptionAccount exception)
    {
        var hasRequest = exception.Ticket is not null && tickets.Contains(exception.Ticket);
        if (!hasRequest || sources.ReadCase(exception.Ticket ?? "", bag) is not { } asked)
            return [exception.RequestedBy ?? ""];
        return
        [
            asked.Request.Requester.Email,
            asked.Request.TechnicalContact,
            .. asked.Extensions.Select(e => e.Extension.Requester.Email),
            .. Approvers(asked),
        ];
    }

    /// <summary>What is wrong with the approvals is the matter of `exception check`, not of a reminder.</summary>
    private IEnumerable<string> Approvers(ExceptionCase asked) =>
        sources.JudgeQuietly(asked).Parts.SelectMany(p => p.Approvals).Select(a => a.Record.By.Email);
}
