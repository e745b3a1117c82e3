using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The options that say where a report goes.</summary>
internal sealed class ReportRecipientOptions
{
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

    private readonly Option<string?> bus = new("--event-bus")
    {
        Description = "Put it on this event bus of EventBridge",
        HelpName = "NAME|ARN",
    };

    /// <summary>Whether nobody need be named.</summary>
    public bool IsOptional { get; init; }

    public ReportRecipientOptions AddTo(Command command)
    {
        security.AcceptOnlyFromAmong([.. MailSettings.SecurityNames]);
        Validate(mailTo, MailAddress.IsValid, "is no mail address");
        Validate(mailFrom, MailAddress.IsValid, "is no mail address");
        Validate(mailServer, t => MailServer.TryParse(t, out _), "is no HOST or HOST:PORT");
        Validate(topic, t => TopicArn.TryParse(t, out _), "is not the ARN of an SNS topic");
        Validate(bus, t => EventBusName.Parse(t) is not null, "is neither the name nor the ARN of an event bus");
        foreach (var option in (Option[])[mailTo, mailFrom, mailServer, security, mailUser, chat, topic, bus])
            command.Options.Add(option);
        command.AddCheck(Check);
        return this;
    }

    /// <summary>Others that send mails.</summary>
    public IReadOnlyList<Option> AlsoByMail { get; init; } = [];

    private IEnumerable<Option> MailUsers => AlsoByMail.Prepend(mailTo);

    /// <summary>What was given on the command line.</summary>
    public ReportRecipients Read(ParseResult result)
    {
        var addresses = result.GetValue(mailTo) ?? [];
        return new ReportRecipients(
            addresses,
            Mail(result.CommandResult),
            result.GetValue(chat),
            result.GetValue(topic)
        )
        {
            EventBus = EventBusName.Parse(result.GetValue(bus) ?? ""),
        };
    }

    private MailSettings? Mail(CommandResult result)
    {
        if (!MailServer.TryParse(result.GetValue(mailServer) ?? "", out var server))
            return null;
        return new MailSettings(
            server.Host,
            server.Port,
            Security(result.GetRequiredValue(security)),
            result.GetValue(mailFrom) ?? "",
            result.GetValue(mailUser)
        );
    }

    private static MailSecurity Security(string name) =>
        name switch
        {
            "none" => MailSecurity.None,
            "tls" => MailSecurity.Tls,
            _ => MailSecurity.StartTls,
        };

    private static void Validate(Option option, Func<string, bool> isValid, string problem) =>
        option.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !isValid(t.Value)))
                result.AddError($"{option.Name}: '{Sanitize.Text(token.Value)}' {problem}");
        });

    private void Check(CommandResult result)
    {
        bool IsGiven(Option option) => result.GetResult(option) is not null;

        if (!IsOptional && !new Option[] { mailTo, chat, topic, bus }.Any(IsGiven))
            result.AddError("say where the report goes: --mail-to, --chat, --topic-arn, --event-bus");
        foreach (var option in MailUsers.Where(IsGiven))
            if (!(IsGiven(mailFrom) && IsGiven(mailServer)))
                result.AddError($"{option.Name} needs --mail-from and --mail-server");
        if (Mail(result) is { ShowsPassword: true } mail)
            result.AddError(
                $"{security.Name} none would send the password of {mailUser.Name} to {Sanitize.Text(mail.Host)} in the clear;"
                    + " plain text is for a server on this machine"
            );
    }
}
