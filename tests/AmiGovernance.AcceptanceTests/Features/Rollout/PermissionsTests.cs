using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Core.Features.Doctor;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Features.Rollout;

/// <summary>The table of permissions against the calls that the commands make, IAM's own table, and the reference.</summary>
public sealed class PermissionsTests
{
    /// <summary>Each command as a user gives it, in this order.</summary>
    private static readonly (string Command, string[] Arguments)[] Runs =
    [
        ("org export", ["org", "export"]),
        ("plan", ["plan"]),
        ("apply", ["apply", "--yes"]),
        ("status", ["status"]),
        ("doctor", ["doctor"]),
        (
            "promote",
            [
                "promote",
                "--target",
                "ou-a1b2-pilot0001",
                "--ticket",
                "T",
                "--notified",
                "N",
                "--override",
                "audit-time",
                "--override",
                "violations",
                "--reason",
                "R",
                "--yes",
            ]
        ),
        ("rollback", ["rollback", "--yes"]),
        (
            "promote",
            [
                "promote",
                "--target",
                "ou-a1b2-pilot0001",
                "--ticket",
                "T",
                "--notified",
                "N",
                "--override",
                "audit-time",
                "--override",
                "violations",
                "--reason",
                "R",
                "--yes",
            ]
        ),
        ("rollback --to audit_mode", ["rollback", "--to", "audit_mode", "--yes"]),
        ("impact", ["impact"]),
        ("trail live", ["trail", "live"]),
        ("trail scan --lookup-owners", ["trail", "scan", "logs", "--lookup-owners"]),
        ("backtest --lookup-owners", ["backtest", "logs", "--lookup-owners"]),
        ("trail live --lookup-owners", ["trail", "live", "--lookup-owners", "--backtest"]),
        ("verify", ["verify", "--account", "222233334444"]),
        ("exception remind", ["exception", "remind", "--as-of", "2026-12-25"]),
        (
            "exception request --live",
            [
                "exception",
                "request",
                "CLOUD-1",
                "--live",
                "--no-commit",
                "--account",
                "400000000000",
                "--type",
                "emergency",
                "--days",
                "5",
                "--justification",
                "j",
                "--workload",
                "w",
                "--security-review",
                "completed",
                "--plan",
                "p",
                "--technical-contact",
                "a@b.c",
                "--sponsor",
                "s",
                "--team",
                "t",
            ]
        ),
        ("dashboard plan", ["dashboard", "plan", "--log-group", WorldGenerator.TrailLogGroup]),
        (
            "dashboard apply",
            ["dashboard", "apply", "--log-group", WorldGenerator.TrailLogGroup, "--mail-to", "a@b.c", "--yes"]
        ),
        (
            "dashboard apply",
            ["dashboard", "apply", "--log-group", WorldGenerator.TrailLogGroup, "--denied-launches", "20", "--yes"]
        ),
        ("dashboard apply", ["dashboard", "apply", "--delete", "--yes"]),
        ("trail logs", ["trail", "logs", "--log-group", WorldGenerator.TrailLogGroup]),
        (
            "trail athena",
            [
                "trail",
                "athena",
                "--create-table",
                "--location",
                "s3://trail/AWSLogs/o-a1b2c3d4e5",
                "--org",
                "organization.json",
                "--only-region",
                "us-east-1",
                "--output-location",
                "s3://results/",
            ]
        ),
    ];

    /// <summary>Needs no permission (STS API reference, GetCallerIdentity).</summary>
    private const string Identity = "sts:GetCallerIdentity";

    [Fact]
    public async Task Every_call_that_a_command_makes_is_in_its_row()
    {
        using var amigov = new Amigov { Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };
        amigov.With(Samples.ConfigPath, Samples.Governance);
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        var world = WorldGenerator.Create(new WorldSize(10, 1, 0), new Amigov.FixedTime(amigov.Now));
        amigov.Sandbox = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        using (var wire = WireClient.For(amigov.Sandbox.Address, WorldGenerator.Management))
            Assert.True((await wire.Query("sns", "CreateTopic", "Name=ami")).IsOk);
        amigov.With(
            ExceptionProcess.Path,
            $$"""{ "reminders": { "topic_arn": "arn:aws:sns:us-east-1:{{WorldGenerator.Management}}:ami" } }"""
        );
        amigov.With(
            "logs/a.json",
            $"[{string.Join(',', new[] { WorldGenerator.Management, "400000000000" }.Select(a => $$"""{"eventVersion":"1.11","eventTime":"2026-11-02T08:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"imageId":"ami-0{{a}}0000"},"recipientAccountId":"{{a}}"}"""))}]"
        );
        var calls = new HashSet<(bool Own, string Action)>();
        world.Trail.Recorded += e =>
        {
            // CloudTrail calls CloudWatch `monitoring`.
            var service = e.Service.Split('.')[0];
            lock (calls)
                calls.Add(
                    (
                        e.Account.Value == WorldGenerator.Management,
                        $"{(service == "monitoring" ? "cloudwatch" : service)}:{e.Operation}"
                    )
                );
        };
        foreach (var (command, arguments) in Runs)
        {
            calls.Clear();
            // Who asks for an exception is known from git.
            if (command == "exception request --live")
                amigov.As("Alex", "alex@company.com");
            var (code, output, error) = amigov.Run(arguments);
            Assert.True(code is 0 or 3 or 4, $"{command}: {output}{error}");
            var row = CommandPermissions.All.First(c => c.Command == command);
            // The caller looks into its own account without a role.
            Assert.Empty(
                calls
                    .Where(c =>
                        c.Own && c.Action != Identity && !row.Own.Contains(c.Action) && !row.Member.Contains(c.Action)
                    )
                    .Select(c => $"{command}: {c.Action}")
            );
            Assert.NotEmpty(calls);
            Assert.Empty(
                calls
                    .Where(c => !c.Own && c.Action != Identity && !row.Member.Contains(c.Action))
                    .Select(c => $"{command}, in an account: {c.Action}")
            );
        }
    }

    [Fact]
    public void Every_action_is_one_that_IAM_knows_and_carries_the_keys_of_its_conditions()
    {
        var actions = CommandPermissions.All.SelectMany(c => c.Own.Concat(c.Member)).Distinct().ToList();
        Assert.All(actions, a => Assert.NotNull(ActionTable.Service(a.Split(':')[0])?.Find(a.Split(':')[1])));
        var policy = System.Text.Encoding.UTF8.GetString(new CallerPolicy("aws", "Role").For(CommandPermissions.All));
        using var document = System.Text.Json.JsonDocument.Parse(policy);
        foreach (
            var statement in document
                .RootElement.GetProperty("Statement")
                .EnumerateArray()
                .Where(s => s.TryGetProperty("Condition", out _))
        )
        {
            var condition = statement.GetProperty("Condition").EnumerateObject().Single().Value;
            var key = condition.EnumerateObject().Single().Name;
            foreach (var action in statement.GetProperty("Action").EnumerateArray().Select(a => a.GetString()!))
                Assert.Contains(
                    ActionTable.Service("organizations")!.Find(action.Split(':')[1])!.Keys,
                    k => ServiceActions.KeyMatches(k, key)
                );
        }
    }

    [Fact]
    public void The_reference_shows_the_table()
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "reference", "permissions.md"));
        Assert.All(CommandPermissions.All, c => Assert.Contains($"{c.Row}\n", page, StringComparison.Ordinal));
    }
}
