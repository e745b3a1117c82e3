using AmiGovernance.Aws;
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
    /// <param name="aws">The way to SNS and EventBridge; null when neither a topic nor a bus is given.</param>
    public static List<ReportChannel> Open(
        ReportRecipients recipients,
        CliContext context,
        AwsConnection? aws,
        DiagnosticBag bag
    )
    {
        var found = new List<ReportChannel>();
        if (recipients is { Mail: { } mail, MailTo.Count: > 0 })
            found.AddRange(To(recipients.MailTo, Mail(mail, context, bag)));
        if (recipients.Chat)
            found.AddRange(Chat(context, bag));
        if (recipients.TopicArn is { } arn && Arn.TryParse(arn, out var topic) && aws is not null)
            found.Add(new ReportChannel(new TopicChannel(aws.Topic, topic), arn));
        if (recipients.EventBus is { } bus && aws is not null)
            found.Add(new ReportChannel(new EventBusChannel(aws.EventBus, bus), bus.Text));
        return found;
    }

    private static IEnumerable<ReportChannel> To(IReadOnlyList<string> addresses, MailChannel? mail) =>
        mail is null
            ? []
            : addresses.Distinct(StringComparer.OrdinalIgnoreCase).Select(to => new ReportChannel(mail, to));

    /// <summary>Null with a report when it lacks what it needs.</summary>
    public static MailChannel? Mail(MailSettings settings, CliContext context, DiagnosticBag bag)
    {
        if (Channels.Mail(context, settings, out var missing) is { } mail)
            return mail;
        ReportMissing("--mail-user", missing, bag);
        return null;
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
