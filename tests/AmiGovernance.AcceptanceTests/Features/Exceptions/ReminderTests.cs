using System.Text;
using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Adapters.Mail;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

public sealed partial class ReminderTests
{
    private static readonly ExceptionAccount Exception = new(
        new AmiGovernance.Core.Base.Json.JsonObject(default, []),
        AccountId.Parse("123456789012")
    )
    {
        ExpiresOn = new DateOnly(2026, 4, 3),
        Ticket = "CLOUD-1234",
        Reason = "<!channel> **now**\n{{ticket}}",
    };

    private static readonly Notification Mail = new(
        "0123abcd",
        "alex@company.com",
        PlainText.Value("AMI exception ends in 7 days – ünïcode"),
        PlainText.Lines("Line one\n.\n..dots\nümlaut\n")
    );

    /// <summary>The exception ends on 2026-04-03.</summary>
    [Theory]
    [InlineData("2026-03-19", null)]
    [InlineData("2026-03-20", 14)]
    [InlineData("2026-03-26", 14)]
    [InlineData("2026-03-27", 7)]
    [InlineData("2026-03-31", 3)]
    [InlineData("2026-04-01", 3)]
    [InlineData("2026-04-02", 1)]
    [InlineData("2026-04-03", 0)]
    [InlineData("2026-05-01", 0)]
    public void The_latest_reminder_that_is_due_takes_the_place_of_those_before(string day, int? daysBefore)
    {
        Assert.Equal(
            daysBefore,
            DueReminder.Of(Exception, ReminderSettings.UsualDays, DateOnly.ParseExact(day, "O"))?.DaysBefore
        );
    }

    [Fact]
    public void Text_from_outside_fills_no_name_and_begins_no_line()
    {
        var text = ReminderText.Parse(
            SourceText.FromString("t", "{{account_id}} {{ends}}\n\nReason: {{reason}}\n{{contacts}}"),
            new DiagnosticBag()
        )!;
        var (subject, body) = text.Fill(
            new DueReminder(Exception, new DateOnly(2026, 4, 3), 7, 7),
            [new Contact("Security", "security@company.com", "1 hour")]
        );
        Assert.Equal("123456789012 ends in 7 days", subject);
        Assert.Equal("Reason: <!channel> **now**\\u{A}{{ticket}}\nSecurity: security@company.com (1 hour)\n", body);
    }

    [Fact]
    public async Task A_mail_goes_through_a_real_server_with_all_its_characters()
    {
        using var sink = new SmtpSink();
        await new SmtpMailer(new Amigov.FixedTime(new DateTimeOffset(2026, 3, 27, 6, 0, 0, TimeSpan.Zero))).Send(
            Server(sink),
            null,
            Mail,
            TestContext.Current.CancellationToken
        );
        var mail = Assert.Single(sink.Mails);
        Assert.Equal(("ami@company.com", "alex@company.com"), (mail.From, mail.To));
        Assert.Contains("Message-Id: <0123abcd@company.com>\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Date: Fri, 27 Mar 2026 06:00:00 +0000\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated\n", mail.Text, StringComparison.Ordinal);
        // Read back by Python's mail parser, which nobody here wrote.
        var read = Tool.Run(
            "python3",
            [
                "-c",
                "import sys,email,email.policy\nm=email.message_from_bytes(sys.stdin.buffer.read(),policy=email.policy.default)\nprint(m['subject']);print(m.get_content(),end='')",
            ],
            mail.Text
        );
        Assert.Equal($"{Mail.Subject}\n{Mail.Body}", read.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_trusted_gets_no_password()
    {
        using var sink = new SmtpSink { OffersTls = true };
        var failure = await Assert.ThrowsAsync<NotificationException>(() =>
            new SmtpMailer(TimeProvider.System).Send(
                Server(sink) with
                {
                    Security = MailSecurity.StartTls,
                    User = "ami",
                },
                "right",
                Mail,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Contains("no trusted TLS connection", failure.Message, StringComparison.Ordinal);
        Assert.Empty(sink.Logins);
    }

    [Fact]
    public async Task A_server_without_TLS_gets_no_password_when_TLS_is_demanded()
    {
        using var sink = new SmtpSink();
        await Assert.ThrowsAsync<NotificationException>(() =>
            new SmtpMailer(TimeProvider.System).Send(
                Server(sink) with
                {
                    Security = MailSecurity.StartTls,
                    User = "ami",
                },
                "right",
                Mail,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Empty(sink.Logins);
    }

    [Theory]
    [InlineData("right", true)]
    [InlineData("wrong", false)]
    public async Task A_user_logs_in_with_the_password_of_the_environment(string password, bool welcome)
    {
        using var sink = new SmtpSink();
        var sending = new SmtpMailer(TimeProvider.System).Send(
            Server(sink) with
            {
                User = "ami",
            },
            password,
            Mail,
            TestContext.Current.CancellationToken
        );
        if (welcome)
            await sending;
        else
            Assert.DoesNotContain(
                password,
                (await Assert.ThrowsAsync<NotificationException>(() => sending)).Message,
                StringComparison.Ordinal
            );
        Assert.Equal($"\0ami\0{password}", Assert.Single(sink.Logins));
        Assert.Equal(welcome ? 1 : 0, sink.Mails.Count);
    }

    private static async Task<NotificationException> Refused(SmtpSink sink, MailSettings settings, Notification mail)
    {
        using var own = sink;
        return await Assert.ThrowsAsync<NotificationException>(() =>
            new SmtpMailer(TimeProvider.System).Send(settings, "right", mail, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_server_without_login_is_named_as_what_it_is()
    {
        var sink = new SmtpSink { OffersLogin = false };
        var failure = await Refused(sink, Server(sink) with { User = "ami" }, Mail);
        Assert.Equal("127.0.0.1 offers no login; leave out the user `ami`", failure.Message);
        Assert.False(failure.IsTransient);
    }

    /// <summary>RFC 4954, 6.</summary>
    [Theory]
    [InlineData("454 4.7.0 Temporary authentication failure", true, "127.0.0.1 answers 454: ")]
    [InlineData("535 5.7.8 Bad credentials", false, "127.0.0.1 does not take user `ami` ")]
    public async Task A_login_that_fails_for_now_is_tried_again(string answer, bool isTransient, string message)
    {
        var sink = new SmtpSink { LoginAnswer = answer };
        var failure = await Refused(sink, Server(sink) with { User = "ami" }, Mail);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient, failure.IsTransient);
    }

    [Theory]
    [InlineData("a..b@company.com", "alex@company.com")]
    [InlineData("ami@company.com", "ops..team@company.com")]
    public async Task An_address_that_cannot_be_written_to_is_no_bug(string from, string to)
    {
        var sink = new SmtpSink();
        var failure = await Refused(sink, Server(sink) with { From = from }, Mail with { To = to });
        Assert.StartsWith("it cannot be sent to 127.0.0.1: ", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task Chat_gets_what_Slack_s_webhooks_take_and_nobody_is_called()
    {
        using var server = new LoopbackServer(_ => (200, "ok"));
        await new ChatChannel(new NetworkHttp(), new Uri($"{server.Address}/services/T0/B0/secret")).Send(
            new Notification("id", "", PlainText.Value("a < b"), PlainText.Lines("<!channel> & more\n")),
            TestContext.Current.CancellationToken
        );
        var request = Assert.Single(server.Seen);
        Assert.Equal(
            ("POST", "/services/T0/B0/secret", "application/json"),
            (request.Method, request.PathAndQuery, request.Headers["Content-Type"])
        );
        Assert.Equal(
            "*a &lt; b*\n&lt;!channel&gt; &amp; more\n",
            JsonDocument.Parse(request.Body).RootElement.GetProperty("text").GetString()
        );
    }

    [Theory]
    [InlineData(404, "no_service", false)]
    [InlineData(429, "rate_limited", true)]
    [InlineData(503, "", true)]
    public async Task Chat_that_refuses_is_told_without_its_address(int status, string body, bool transient)
    {
        using var server = new LoopbackServer(_ => (status, body));
        var failure = await Assert.ThrowsAsync<NotificationException>(() =>
            new ChatChannel(new NetworkHttp(), new Uri($"{server.Address}/secret")).Send(
                Mail,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(transient, failure.IsTransient);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>docs.github.com, "Create an issue comment"; docs.gitlab.com, "Create an issue note".</summary>
    [Theory]
    [InlineData(true, "/repos/cloud/requests/issues/17/comments")]
    [InlineData(false, "/projects/cloud%2Frequests/issues/17/notes")]
    public async Task A_comment_goes_to_the_issue_and_stays_plain_text(bool gitHub, string path)
    {
        using var server = new LoopbackServer(_ =>
            (201, """{"id":1,"html_url":"https://github.com/cloud/requests/issues/17#issuecomment-1","body":"b"}""")
        );
        CodeHost host = gitHub
            ? new GitHub(new NetworkHttp(), server.Address, "", "cloud/requests", "t")
            : new GitLab(new NetworkHttp(), server.Address, "", "cloud/requests", "t");
        await new IssueChannel(host).Send(
            new Notification("id", "17", PlainText.Value("Ends"), PlainText.Lines("```\n@everyone\n")),
            TestContext.Current.CancellationToken
        );
        var request = Assert.Single(server.Seen);
        Assert.Equal(("POST", path), (request.Method, request.PathAndQuery));
        Assert.Equal(
            "````text\nEnds\n\n```\n@everyone\n````\n",
            JsonDocument.Parse(request.Body).RootElement.GetProperty("body").GetString()
        );
    }

    [Fact]
    public async Task A_topic_gets_a_subject_that_SNS_takes()
    {
        Assert.True(TopicArn.TryParse("arn:aws:sns:eu-central-1:111122223333:ami", out var arn));
        var topic = new Topic();
        await new TopicChannel(topic, arn).Send(
            Mail with
            {
                Subject = PlainText.Value(new string('ü', 120)),
            },
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            ("arn:aws:sns:eu-central-1:111122223333:ami", new string('?', 99), Mail.Body.ToString()),
            Assert.Single(topic.Published)
        );
    }

    private sealed class Topic : ITopic
    {
        public List<(string, string, string)> Published { get; } = [];

        public Task Publish(Arn topic, string subject, string message, CancellationToken cancel)
        {
            Published.Add((topic.ToString(), subject, message));
            return Task.CompletedTask;
        }
    }

    private static MailSettings Server(SmtpSink sink) =>
        new("127.0.0.1", sink.Port, MailSecurity.None, "ami@company.com", null);

    private sealed class Channel : INotificationChannel
    {
        public string Name => "mail";

        /// <summary>What the next sendings fail with; null takes one.</summary>
        public Queue<NotificationException?> Outcomes { get; } = new();

        public List<string> Taken { get; } = [];

        public Task Send(Notification notification, CancellationToken cancel)
        {
            if (Outcomes.TryDequeue(out var failure) && failure is not null)
                throw failure;
            Taken.Add(notification.To);
            return Task.CompletedTask;
        }
    }

    private readonly InMemoryFileStore files = new();

    private readonly Channel channel = new();

    private (RemindResult? Result, DiagnosticBag Bag) Run(string day)
    {
        if (files.Files.Count == 0)
        {
            files.Files[Samples.ConfigPath] = Encoding.UTF8.GetBytes(
                Samples.Clean.Replace(
                    "\"policy_config\"",
                    "\"contacts\": [{ \"purpose\": \"Exception Request\", \"contact\": \"platform@company.com\" }, { \"purpose\": \"exceptions, second\", \"contact\": \"deputy@company.com\" }],\n  \"policy_config\"",
                    StringComparison.Ordinal
                )
            );
            files.Files[ExceptionProcess.Path] =
                """{"reminders":{"mail":{"host":"localhost","from":"ami@company.com"}}}"""u8.ToArray();
        }
        var bag = new DiagnosticBag();
        var channels = new Dictionary<string, INotificationChannel>(StringComparer.Ordinal) { ["mail"] = channel };
        if (new PlanReminders(files, null).Run(Samples.ConfigPath, DateOnly.ParseExact(day, "O"), bag) is not { } plan)
            return (null, bag);
        return (
            new SendReminders(files, new Amigov.FixedTime(DateTimeOffset.UnixEpoch))
                .Run(plan, channels, bag, CancellationToken.None)
                .GetAwaiter()
                .GetResult(),
            bag
        );
    }
}
