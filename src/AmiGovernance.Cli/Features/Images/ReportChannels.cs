using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>A way to send a report.</summary>
/// <param name="To">The address; empty where there is one only.</param>
internal readonly record struct ReportChannel(INotificationChannel Channel, string To)
{
    /// <summary>For people.</summary>
    public string Title => To.Length > 0 ? $"{Channel.Name} to {Sanitize.Text(To)}" : Channel.Name;
}

/// <summary>Opens the ways to the recipients of a report.</summary>
internal static class ReportChannels
{
    /// <summary>A channel that lacks what it needs is reported.</summary>
    /// <param name="sns">The way to SNS; null when no topic is given.</param>
    public static List<ReportChannel> Open(
        ReportRecipients recipients,
        CliContext context,
        ITopic? sns,
        DiagnosticBag bag
    )
    {
        var found = new List<ReportChannel>();
        if (recipients.Mail is { } mail)
            found.AddRange(Mail(recipients.MailTo, mail, context, bag));
        if (recipients.Chat)
            found.AddRange(Chat(context, bag));
        if (recipients.TopicArn is { } arn && Arn.TryParse(arn, out var topic) && sns is not null)
            found.Add(new ReportChannel(new TopicChannel(sns, topic), arn));
        return found;
    }

    private static IEnumerable<ReportChannel> Mail(
        IReadOnlyList<string> addresses,
        MailSettings settings,
        CliContext context,
        DiagnosticBag bag
    )
    {
        if (Channels.Mail(context, settings, out var missing) is { } mail)
            return addresses.Distinct(StringComparer.OrdinalIgnoreCase).Select(to => new ReportChannel(mail, to));
        ReportMissing("--mail-user", missing, bag);
        return [];
    }

    private static IEnumerable<ReportChannel> Chat(CliContext context, DiagnosticBag bag)
    {
        if (Channels.Chat(context, out var missing) is { } webhook)
            return [new ReportChannel(webhook, "")];
        ReportMissing("--chat", missing, bag);
        return [];
    }

    private static void ReportMissing(string option, string what, DiagnosticBag bag) =>
        bag.Report(
            ImagesDiagnostics.ReportChannel,
            SourceLocation.OfFile(SourceText.Missing("environment")),
            $"`{option}` is given, but {what}"
        );
}
