using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Exceptions.Process;

public static class ReminderSettingsReader
{
    public static readonly string[] Keys = ["days_before", "template", "mail", "chat_webhook", "issues", "topic_arn"];

    public static readonly string[] MailKeys = ["host", "port", "security", "from", "user"];

    public static readonly string[] IssueKeys = ["project", "ticket_prefix"];

    private const int SubmissionPort = 587;

    public static ReminderSettings Read(ObjectReader entry) =>
        new()
        {
            DaysBefore = entry.Node["days_before"] is null ? ReminderSettings.UsualDays : ReadDays(entry),
            Template = entry.Text("template"),
            Mail = entry.Node["mail"] is { } mail && entry.Open(mail, MailKeys) is { } server ? ReadMail(server) : null,
            ChatWebhook = entry.Boolean("chat_webhook") ?? false,
            Issues =
                entry.Node["issues"] is { } issues && entry.Open(issues, IssueKeys) is { } tracker
                    ? new IssueSettings(tracker.Text("project"), tracker.Text("ticket_prefix") ?? "")
                    : null,
            TopicArn = ReadTopic(entry),
        };

    private static ImmutableArray<int> ReadDays(ObjectReader entry)
    {
        var days = entry.Distinct(
            entry
                .List("days_before", 1)
                .Select(n => (n, entry.Integer(n, 0, 366)))
                .Where(d => d.Item2 is not null)
                .Select(d => (d.n, d.Item2 ?? 0))
        );
        return [.. days.OrderDescending()];
    }

    private static MailSettings? ReadMail(ObjectReader entry)
    {
        entry.Require("host");
        entry.Require("from");
        var security = MailSettings
            .SecurityNames.ToList()
            .IndexOf(entry.Choice("security", MailSettings.SecurityNames) ?? "starttls");
        var (host, port, from, user) = (
            entry.Text("host"),
            entry.Integer("port", 1, 65535),
            entry.Email("from"),
            entry.Text("user")
        );
        return host is null || from is null
            ? null
            : new MailSettings(host, port ?? SubmissionPort, (MailSecurity)security, from, user);
    }

    private static string? ReadTopic(ObjectReader entry)
    {
        if (entry.Text("topic_arn") is not { } arn)
            return null;
        if (
            arn.Split(':') is ["arn", _, "sns", { Length: > 0 }, { Length: 12 } account, { Length: > 0 }]
            && AmiGovernance.Core.Base.Identifiers.AccountId.IsValid(account)
        )
            return arn;
        entry.Bag.Report(
            ConfigDiagnostics.InvalidText,
            entry.Tree.At(entry.Node["topic_arn"] ?? entry.Node),
            $"`{arn}` is not the ARN of an SNS topic",
            "such as `arn:aws:sns:eu-central-1:111122223333:ami-exceptions`"
        );
        return null;
    }
}
