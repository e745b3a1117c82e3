using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Exceptions.Process;

/// <summary>Reads `reminders` of `config/exception_process.json`.</summary>
internal static class ReminderSettingsReader
{
    public static readonly string[] Keys = ["days_before", "template", "mail", "chat_webhook", "issues", "topic_arn"];

    public static readonly string[] MailKeys = ["host", "port", "security", "from", "user"];

    public static readonly string[] IssueKeys = ["project", "ticket_prefix"];

    private const int SubmissionPort = 587;

    /// <summary>Null when there is none.</summary>
    public static ReminderSettings? Read(ObjectReader root)
    {
        if (root.OpenAt("reminders", Keys) is not { } entry)
            return null;
        return new ReminderSettings
        {
            DaysBefore = ReadDays(entry),
            Template = ReadTemplate(entry),
            Mail = ReadMail(entry),
            ChatWebhook = entry.Boolean("chat_webhook") ?? false,
            Issues = ReadIssues(entry),
            Topic = ReadTopic(entry),
        };
    }

    /// <summary>What it says is sent out: nothing of the machine that sends, and nothing of what git keeps, which may be a token.</summary>
    private static string? ReadTemplate(ObjectReader entry)
    {
        if (entry.Text("template") is not { } path)
            return null;
        var isOfRepository =
            !path.AsSpan().ContainsAny('\\', ':')
            && !path.Split('/')
                .Any(part => part is "" or ".." || part.Equals(".git", StringComparison.OrdinalIgnoreCase));
        if (isOfRepository)
            return path;
        Refuse(entry, "template", $"`{path}` is not a path in the repository", "such as `config/reminder.txt`");
        return null;
    }

    private static ImmutableArray<int> ReadDays(ObjectReader entry)
    {
        if (entry.Node["days_before"] is null)
            return ReminderSettings.UsualDays;
        var days = entry.DistinctOf(entry.List("days_before", 1), n => entry.Integer(n, 0, 366));
        return [.. days.OrderDescending()];
    }

    private static MailSettings? ReadMail(ObjectReader parent)
    {
        if (parent.OpenAt("mail", MailKeys) is not { } entry)
            return null;
        entry.Require("host");
        entry.Require("from");
        var (host, from) = (ReadHost(entry), entry.Email("from"));
        var port = entry.Integer("port", 1, 65535) ?? SubmissionPort;
        var security = MailSettings.Securities.Find(entry.Choice("security", MailSettings.Securities.All));
        var user = entry.Text("user");
        if (host is null || from is null)
            return null;
        var settings = new MailSettings(host, port, security ?? MailSecurity.StartTls, from, user);
        if (settings.ShowsPassword)
            Refuse(
                entry,
                "security",
                $"`none` sends the password of `{user}` to `{host}` in the clear",
                "say `starttls` or `tls`, or leave out `user`; plain text is for a server on this machine"
            );
        return settings;
    }

    private static string? ReadHost(ObjectReader entry)
    {
        if (entry.Text("host") is not { } host)
            return null;
        if (HostName.IsValid(host))
            return host;
        Refuse(
            entry,
            "host",
            $"`{host}` is not the name of a host",
            "such as `smtp.company.com`; the port goes into `port`"
        );
        return null;
    }

    private static IssueSettings? ReadIssues(ObjectReader parent) =>
        parent.OpenAt("issues", IssueKeys) is { } entry
            ? new IssueSettings(entry.Text("project"), entry.TextOrEmpty("ticket_prefix"))
            : null;

    private static Arn? ReadTopic(ObjectReader entry)
    {
        if (entry.Text("topic_arn") is not { } text)
            return null;
        if (TopicArn.TryParse(text, out var topic))
            return topic;
        Refuse(
            entry,
            "topic_arn",
            $"`{text}` is not the ARN of an SNS topic",
            "such as `arn:aws:sns:eu-central-1:111122223333:ami-exceptions`"
        );
        return null;
    }

    private static void Refuse(ObjectReader entry, string key, string message, string help) =>
        entry.Bag.Report(ConfigDiagnostics.InvalidText, entry.Tree.At(entry.Node[key] ?? entry.Node), message, help);
}
