using System.Text;
using System.Text.Json;
using System.Web;
using Amazon.Runtime;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Aws;

public sealed class TopicTests
{
    private const string TopicText = $"arn:aws:sns:eu-west-1:{WorldGenerator.Management}:ami-exceptions";

    private static Arn Topic => TopicArn.TryParse(TopicText, out var topic) ? topic : throw new FormatException();

    private static readonly Notification Ending = new(
        "id",
        "",
        PlainText.Value("AMI exception CLOUD-1234 ends in 7 days"),
        PlainText.Lines("Zeile eins & mehr = ümlaut + 100 %\n\nline <two>\n")
    );

    private static AwsConnection Connect(string address, string account = WorldGenerator.Management) =>
        new(
            new AwsSettings(null, "us-east-1", "x")
            {
                Endpoint = new Uri(address),
                Credentials = SandboxRig.Credentials(account),
            },
            TimeProvider.System
        );

    [Fact]
    public async Task A_message_is_published_in_the_Region_of_its_topic()
    {
        await using var rig = await SandboxRig.Start(regions: 2);
        using (var wire = rig.Wire())
        {
            wire.Region = "eu-west-1";
            Assert.True((await wire.Query("sns", "CreateTopic", "Name=ami-exceptions")).IsOk);
        }
        using var connection = Connect(rig.Server.Address.ToString());
        await new TopicChannel(connection.Topic, Topic).Send(Ending, TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        using var messages = JsonDocument.Parse(
            await http.GetStringAsync(
                new Uri(rig.Server.Address, "/_sandbox/messages"),
                TestContext.Current.CancellationToken
            )
        );
        var message = Assert.Single(messages.RootElement.EnumerateArray().ToList());
        Assert.Equal(
            (TopicText, Ending.Subject.ToString(), Ending.Body.ToString()),
            (
                message.GetProperty("TopicArn").GetString()!,
                message.GetProperty("Subject").GetString()!,
                message.GetProperty("Message").GetString()!
            )
        );
    }

    /// <summary>The AWS CLI builds its requests from AWS's service models.</summary>
    [Fact]
    public async Task The_request_is_the_one_that_the_AWS_CLI_makes()
    {
        using var server = new LoopbackServer(_ =>
            (
                200,
                "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
            )
        );
        using var connection = Connect(server.Address);
        await connection.Topic.Publish(Topic, Ending.Subject, Ending.Body, TestContext.Current.CancellationToken);
        Tool.Run(
            "env",
            [
                "AWS_ACCESS_KEY_ID=AKIA",
                "AWS_SECRET_ACCESS_KEY=s",
                "aws",
                "--endpoint-url",
                server.Address,
                "--region",
                "eu-west-1",
                "sns",
                "publish",
                "--topic-arn",
                TopicText,
                "--subject",
                Ending.Subject.ToString(),
                "--message",
                Ending.Body.ToString(),
            ]
        );
        var (ours, theirs) = (server.Seen[0], server.Seen[1]);
        Assert.Equal(Form(theirs), Form(ours));
        Assert.Equal(
            (theirs.Method, theirs.PathAndQuery, theirs.Headers["Content-Type"]),
            (ours.Method, ours.PathAndQuery, ours.Headers["Content-Type"])
        );
        Assert.Contains("/eu-west-1/sns/aws4_request", ours.Headers["Authorization"], StringComparison.Ordinal);
    }

    private static List<string> Form(SeenRequest request)
    {
        var form = HttpUtility.ParseQueryString(request.Body);
        return [.. form.AllKeys.Select(k => $"{k}={form[k]}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_reminder_reaches_the_topic_once_however_often_it_is_run()
    {
        using var amigov = new Amigov { Now = new(2026, 2, 20, 6, 0, 0, TimeSpan.Zero) };
        amigov
            .With(Samples.ConfigPath, Samples.Clean)
            .With(
                "config/exception_process.json",
                $$"""{ "reminders": { "topic_arn": "arn:aws:sns:us-east-1:{{WorldGenerator.Management}}:ami" } }"""
            );
        amigov.Sandbox = await SandboxServer.Start(
            WorldGenerator.Create(new WorldSize(10, 1, 0), new Amigov.FixedTime(amigov.Now)),
            cancel: TestContext.Current.CancellationToken
        );
        using (var wire = WireClient.For(amigov.Sandbox.Address, WorldGenerator.Management))
            Assert.True((await wire.Query("sns", "CreateTopic", "Name=ami")).IsOk);
        var (exitCode, output, error) = amigov.Run("exception", "remind");
        Assert.True(exitCode == 0, error);
        Assert.StartsWith(
            "✓ sns: AMI exception CLOUD-1 for account 222233334444 ends in 9 days",
            output,
            StringComparison.Ordinal
        );
        Assert.Equal((0, "", "0 sent, 1 sent before, 0 failed\n"), amigov.Run("exception", "remind"));
    }

    /// <summary>SNS API reference, "Publish", errors.</summary>
    [Fact]
    public async Task A_topic_that_is_not_there_is_told_by_its_error_code()
    {
        await using var rig = await SandboxRig.Start(regions: 2);
        using var connection = Connect(rig.Server.Address.ToString());
        var failure = await Assert.ThrowsAsync<NotificationException>(() =>
            new TopicChannel(connection.Topic, Topic).Send(Ending, TestContext.Current.CancellationToken)
        );
        Assert.Equal("sns:Publish: NotFound: Topic does not exist", failure.Message);
    }

    [Fact]
    public async Task A_caller_without_the_permission_is_told_which()
    {
        await using var rig = await SandboxRig.Start(regions: 2);
        rig.World.Credentials.Add(
            new Credential(
                "AKIAREADER",
                "secret",
                new CallerIdentity(
                    AccountId.Parse(WorldGenerator.Management),
                    $"arn:aws:iam::{WorldGenerator.Management}:role/reader",
                    $"arn:aws:sts::{WorldGenerator.Management}:assumed-role/reader/s",
                    "AROATEST:s"
                )
                {
                    Permissions = SandboxRole
                        .Read(
                            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:List*","Resource":"*"}]}"""
                        )
                        .Sound.Permissions,
                }
            )
        );
        using var connection = new AwsConnection(
            new AwsSettings(null, "us-east-1", "x")
            {
                Endpoint = rig.Server.Address,
                Credentials = new BasicAWSCredentials("AKIAREADER", "secret"),
            },
            TimeProvider.System
        );
        var failure = await Assert.ThrowsAsync<AwsException>(() =>
            connection.Topic.Publish(Topic, "s", "m", TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            ("sns:Publish", "AuthorizationError", true),
            (failure.Operation, failure.Code, failure.IsAccessDenied)
        );
    }

    /// <summary>SNS API reference, "Publish": 262,144 bytes, not characters.</summary>
    [Fact]
    public async Task A_message_that_is_too_long_is_cut_between_characters_and_says_so()
    {
        var topic = new Kept();
        await new TopicChannel(topic, Topic).Send(
            Ending with
            {
                Body = PlainText.Value("a" + new string('ü', 200_000)),
            },
            TestContext.Current.CancellationToken
        );
        Assert.InRange(Encoding.UTF8.GetByteCount(topic.Message), 262_144 - 1, 262_144);
        Assert.EndsWith("ü\n… (cut: SNS takes no more)\n", topic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', topic.Message);
    }

    private sealed class Kept : ITopic
    {
        public string Message { get; private set; } = "";

        public Task Publish(Arn topic, string subject, string message, CancellationToken cancel)
        {
            Message = message;
            return Task.CompletedTask;
        }
    }
}
