using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The options that say where a report goes.</summary>
internal sealed class ReportRecipients
{
    private const int SubmissionPort = 587;

    private readonly Option<string[]> mailTo = new("--mail-to")
    {
        Description = "Send it to this mail address; may be given several times",
        HelpName = "ADDRESS",
    };
    private readonly Option<string?> mailFrom = new("--mail-from")
    {
        Description = "The sender's address",
        HelpName = "ADDRESS",
    };
    private readonly Option<string?> mailServer = new("--mail-server")
    {
        Description = "The SMTP server; default port: 587",
        HelpName = "HOST[:PORT]",
    };
    private readonly Option<string> security = new("--mail-security")
    {
        Description = $"How to reach it: {string.Join(", ", MailSettings.SecurityNames)}",
        HelpName = "HOW",
        DefaultValueFactory = _ => MailSettings.SecurityNames[0],
    };
    private readonly Option<string?> mailUser = new("--mail-user")
    {
        Description = $"The user of the server; the password is in {MailSettings.PasswordVariable}",
        HelpName = "USER",
    };
    private readonly Option<bool> chat = new("--chat")
    {
        Description = $"Send it to the chat webhook in {ReminderSettings.WebhookVariable}",
    };
    private readonly Option<string?> topic = new("--topic-arn")
    {
        Description = "Publish it to this SNS topic",
        HelpName = "ARN",
    };

    public ReportRecipients AddTo(Command command)
    {
        security.AcceptOnlyFromAmong([.. MailSettings.SecurityNames]);
        foreach (var option in (Option[])[mailTo, mailFrom, mailServer, security, mailUser, chat, topic])
            command.Options.Add(option);
        foreach (var option in (Option[])[mailTo, mailFrom])
            option.Validators.Add(result =>
            {
                foreach (var token in result.Tokens.Where(t => !MailAddress.IsValid(t.Value)))
                    result.AddError($"{option.Name}: '{Visible.Text(token.Value)}' is no mail address");
            });
        mailServer.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Server(result.Tokens[0].Value) is null)
                result.AddError($"--mail-server: '{Visible.Text(result.Tokens[0].Value)}' is no HOST or HOST:PORT");
        });
        topic.Validators.Add(result =>
        {
            if (
                result.Tokens.Count > 0
                && result.Tokens[0].Value.Split(':')
                    is not ["arn", _, "sns", { Length: > 0 }, { Length: 12 }, { Length: > 0 }]
            )
                result.AddError(
                    $"--topic-arn: '{Visible.Text(result.Tokens[0].Value)}' is not the ARN of an SNS topic"
                );
        });
        command.Validators.Add(Check);
        return this;
    }

    private void Check(CommandResult result)
    {
        var mail = result.GetResult(mailTo) is not null;
        if (!mail && result.GetResult(chat) is null && result.GetResult(topic) is null)
            result.AddError("say where the report goes: --mail-to, --chat, --topic-arn");
        if (mail && (result.GetResult(mailFrom) is null || result.GetResult(mailServer) is null))
            result.AddError("--mail-to needs --mail-from and --mail-server");
    }

    /// <summary>Each with its address, empty where there is one only; a channel that lacks what it needs is reported.</summary>
    /// <param name="sns">Opens the way to SNS; asked for only when a topic is given.</param>
    public List<(INotificationChannel Channel, string To)> Find(
        ParseResult result,
        CliContext context,
        Func<ITopic> sns,
        DiagnosticBag bag
    )
    {
        var found = new List<(INotificationChannel, string)>();
        void Lacks(string option, string what) =>
            bag.Report(
                ImagesDiagnostics.ReportChannel,
                SourceLocation.OfFile(SourceText.Missing("environment")),
                $"`{option}` is given, but {what}"
            );
        if (
            result.GetValue(mailTo) is { Length: > 0 } addresses
            && Server(result.GetValue(mailServer) ?? "") is var (host, port)
        )
        {
            var settings = new MailSettings(
                host,
                port,
                (MailSecurity)MailSettings.SecurityNames.ToList().IndexOf(result.GetValue(security) ?? ""),
                result.GetValue(mailFrom) ?? "",
                result.GetValue(mailUser)
            );
            if (Channels.Mail(context, settings, out var missing) is { } mail)
                found.AddRange(
                    addresses.Distinct(StringComparer.OrdinalIgnoreCase).Select(to => ((INotificationChannel)mail, to))
                );
            else
                Lacks("--mail-user", missing);
        }
        if (result.GetValue(chat))
        {
            if (Channels.Chat(context, out var missing) is { } webhook)
                found.Add((webhook, ""));
            else
                Lacks("--chat", missing);
        }
        if (result.GetValue(topic) is { } arn)
            found.Add((new TopicChannel(sns(), arn), arn));
        return found;
    }

    private static (string Host, int Port)? Server(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            return null;
        return colon < 0 ? (host, SubmissionPort)
            : int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535
                ? (host, port)
            : null;
    }
}
