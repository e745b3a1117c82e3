using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>Comments go to issues of a project on the repository's own host.</summary>
/// <param name="Project">Null takes the repository's own.</param>
/// <param name="TicketPrefix">What stands before the issue's number in a ticket, such as `AMI-`.</param>
public sealed record IssueSettings(string? Project, string TicketPrefix)
{
    /// <summary>The number of the issue that is a ticket; null when it is none.</summary>
    public string? Issue(string? ticket)
    {
        if (ticket?.StartsWith(TicketPrefix, StringComparison.Ordinal) != true)
            return null;
        var number = ticket[TicketPrefix.Length..];
        return number.Length > 0 && number.All(char.IsAsciiDigit) ? number : null;
    }
}

/// <summary>When and where to remind of exceptions that end.</summary>
public sealed record ReminderSettings
{
    public const string WebhookVariable = "AMIGOV_CHAT_WEBHOOK";

    public static readonly ImmutableArray<int> UsualDays = [14, 7, 3, 1, 0];

    /// <summary>Days before the end, falling; 0 is the day itself.</summary>
    public ImmutableArray<int> DaysBefore { get; init; } = UsualDays;

    /// <summary>The file with the text; null takes the one that is built in.</summary>
    public string? Template { get; init; }

    public MailSettings? Mail { get; init; }

    /// <summary>A webhook that takes what Slack's incoming webhooks take; its address is secret and comes from the environment.</summary>
    public bool ChatWebhook { get; init; }

    public IssueSettings? Issues { get; init; }

    /// <summary>That of an SNS topic.</summary>
    public Arn? Topic { get; init; }

    public bool HasChannel => Mail is not null || ChatWebhook || Issues is not null || Topic is not null;
}
