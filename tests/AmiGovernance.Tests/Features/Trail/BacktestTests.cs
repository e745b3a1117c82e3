using System.IO.Compression;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class BacktestTests
{
    private const string Config = $$"""
        {
          "ops_publisher_account": { "account_id": "{{GeneratedOrganization.Ops}}", "description": "golden images" },
          "vendor_publisher_accounts": [ { "account_id": "{{GeneratedOrganization.Vendor}}", "vendor_name": "Vendor" }, { "account_id": "555500005555", "vendor_name": "Unused" } ],
          "publisher_aliases": ["amazon"],
          "exception_accounts": [ { "account_id": "{{GeneratedOrganization.Excepted}}", "expires_on": "2026-01-03", "reason": "r", "ticket": "T-1", "requested_by": "t", "approved_by": "security-lead", "approval_date": "2025-12-20" } ],
          "image_creation_roles": [],
          "policy_config": { "exception_request_url": "https://tickets.company.com/x" }
        }
        """;

    private static JsonElement Backtest(TrailGenerator generator, IReadOnlyList<GeneratedTrailFile> files, string mode)
    {
        using var amigov = new Amigov { Now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero) }
            .With("config/ami_publishers.json", Config)
            .With(
                "owners.json",
                JsonSerializer.Serialize(
                    generator.Organization.Images.Where(i => i.Owner is not null).ToDictionary(i => i.Id, i => i.Owner)
                )
            );
        foreach (var file in files)
            amigov.Files.Files[file.Path] = file.Gzip;
        Assert.Equal(0, amigov.Run("generate", "--mode", mode).ExitCode);
        var (exitCode, output, error) = amigov.Run(
            "backtest",
            "AWSLogs",
            "--owners",
            "owners.json",
            "--output",
            "json"
        );
        Assert.True(exitCode == 3, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static long Sum(JsonElement report, string kind, string verdict, string count) =>
        report
            .GetProperty("findings")
            .EnumerateArray()
            .Where(f => f.GetProperty("kind").GetString() == kind && f.GetProperty("verdict").GetString() == verdict)
            .Sum(f => f.GetProperty(count).GetInt64());

    [Fact]
    public void In_audit_mode_launches_are_marked_and_none_is_denied()
    {
        var generator = new TrailGenerator(seed: 12);
        var report = Backtest(generator, [.. generator.Files(10_000, CompressionLevel.Fastest)], "audit_mode");
        Assert.Equal(0, Sum(report, "launch", "denied", "calls"));
        Assert.True(Sum(report, "launch", "marked", "calls") > 0);
        Assert.True(Sum(report, "creation", "denied", "calls") > 0);
    }

    private const string Launch =
        """{"eventVersion":"1.11","userIdentity":{"arn":"arn:aws:iam::111111111111:role/R"},"eventTime":"2026-01-02T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"imageId":"ami-0123456789abcdef0"},"recipientAccountId":"111111111111","eventID":"x"}""";

    private static Amigov WithLaunchOf(string owner) =>
        new Amigov()
            .With("config/ami_publishers.json", Config)
            .With("owners.json", $$"""{"ami-0123456789abcdef0":"{{owner}}"}""")
            .With("logs/a.json", Launch);

    /// <summary>
    /// Allowed AMIs never stops an account's own images (EC2 user guide), and in audit mode the service control policy denies no launch.
    /// </summary>
    [Theory]
    [InlineData("111111111111", "service control policy: DenyEC2LaunchWithNonApprovedAMIs")]
    [InlineData(
        "999988887777",
        "declarative policy: allowed images; service control policy: DenyEC2LaunchWithNonApprovedAMIs"
    )]
    public void In_audit_mode_what_enforcement_denies_is_marked(string owner, string deniedBy)
    {
        using var amigov = WithLaunchOf(owner);
        amigov.Run("generate", "--mode", "audit_mode", "--out", "audit");
        var (code, output, error) = amigov.Run(
            "backtest",
            "logs",
            "--policies",
            "audit",
            "--owners",
            "owners.json",
            "--details"
        );
        Assert.True(code == 3, output + error);
        Assert.Contains($"launch-111111111111-{owner}: marked, ", output, StringComparison.Ordinal);
        Assert.Contains($"denied by {deniedBy}\n", output, StringComparison.Ordinal);
    }

    /// <summary>The gate before enforcement takes a replay by the configuration's policies only, in audit mode or enforced.</summary>
    [Theory]
    [InlineData("audit_mode", true)]
    [InlineData("enabled", true)]
    [InlineData("others", false)]
    public void A_replay_is_recorded_with_what_it_was_judged_by(string policies, bool isOwn)
    {
        using var amigov = WithLaunchOf("111111111111");
        if (policies == "others")
        {
            amigov.Run("generate", "--mode", "enabled", "--out", "others");
            foreach (
                var file in amigov
                    .Files.Files.Keys.Where(f => f.StartsWith("others/scp-", StringComparison.Ordinal))
                    .ToList()
            )
                amigov.With(
                    file,
                    amigov.Text(file).Replace("\"amazon\"", "\"amazon\",\"111111111111\"", StringComparison.Ordinal)
                );
        }
        else
            amigov.Run("generate", "--mode", policies, "--out", policies);
        amigov.Run("backtest", "logs", "--policies", policies, "--owners", "owners.json", "--update-triage");
        var replay = JsonDocument.Parse(amigov.Text("triage/replay.json")).RootElement;
        var config = ConfigReader.Read(SourceText.FromString("config", Config), new DiagnosticBag())!;
        var own = ConfiguredPolicies.EnforcedDigest(config, DateOnly.FromDateTime(amigov.Now.UtcDateTime));
        Assert.Equal(isOwn, own == replay.GetProperty("policies").GetString());
    }

    /// <summary>EC2 API reference, DescribeLaunchTemplateVersions: DescribeImages takes no template.</summary>
    [Theory]
    [InlineData(
        "\"launchTemplateId\":\"lt-0bb0bb0bb0bb0bb0b\"",
        "--launch-template-id lt-0bb0bb0bb0bb0bb0b --versions '$Default'"
    )]
    [InlineData("\"launchTemplateName\":\"web\",\"version\":\"3\"", "--launch-template-name web --versions 3")]
    public void Of_a_launch_template_its_version_is_looked_up(string template, string command)
    {
        using var amigov = new Amigov()
            .With("config/ami_publishers.json", Config)
            .With(
                "logs/a.json",
                Launch.Replace(
                    "\"imageId\":\"ami-0123456789abcdef0\"",
                    $"\"launchTemplate\":{{{template}}}",
                    StringComparison.Ordinal
                )
            );
        amigov.Run("generate", "--mode", "enabled");
        var (_, output, error) = amigov.Run("backtest", "logs", "--details");
        Assert.True(output.Length > 0, error);
        Assert.Contains(
            $"$ aws ec2 describe-launch-template-versions --region us-east-1 {command}\n",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("1. look up the launch templates", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--lookup-owners", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_denied_and_may_be_so_still_is_not_relieved()
    {
        using var amigov = WithLaunchOf("999988887777");
        amigov.Run("generate", "--mode", "enabled", "--out", "before");
        amigov.Run("generate", "--mode", "enabled", "--out", "after");
        foreach (
            var file in amigov.Files.Files.Keys.Where(f => f.StartsWith("after/", StringComparison.Ordinal)).ToList()
        )
            amigov.With(
                file,
                amigov
                    .Text(file)
                    .Replace("\"amazon\"", "\"amazon\",\"999988887777\"", StringComparison.Ordinal)
                    .Replace(
                        "\"allowed_image_providers\":",
                        "\"image_names\":{\"@@assign\":[\"golden-*\"]},\"allowed_image_providers\":",
                        StringComparison.Ordinal
                    )
            );
        var (_, output, error) = amigov.Run(
            "backtest",
            "logs",
            "--policies",
            "after",
            "--against",
            "before",
            "--owners",
            "owners.json",
            "--output",
            "json"
        );
        Assert.True(output.Length > 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, report.GetProperty("comparison").GetProperty("relieved").GetInt64());
    }

    [Fact]
    public void A_finding_that_was_closed_stops_nothing()
    {
        using var amigov = new Amigov()
            .With("config/ami_publishers.json", Config)
            .With("owners.json", """{"ami-0123456789abcdef0":"999988887777"}""")
            .With(
                "logs/a.json",
                """{"eventVersion":"1.11","userIdentity":{"arn":"arn:aws:iam::111111111111:role/R"},"eventTime":"2026-01-02T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"imageId":"ami-0123456789abcdef0"},"recipientAccountId":"111111111111","eventID":"x"}"""
            );
        amigov.Run("generate", "--mode", "enabled");
        Assert.Equal(3, amigov.Run("backtest", "logs", "--owners", "owners.json").ExitCode);
        Assert.Equal(
            0,
            amigov
                .Run(
                    "triage",
                    "set",
                    "launch-111111111111-999988887777",
                    "--outcome",
                    "noise",
                    "--state",
                    "closed",
                    "--reason",
                    "a test"
                )
                .ExitCode
        );
        Assert.Equal(0, amigov.Run("backtest", "logs", "--owners", "owners.json").ExitCode);
        Assert.Equal(0, amigov.Run("triage", "list", "--open").ExitCode);
    }

    [Fact]
    public void Schema_and_reader_of_triage_know_the_same_keys_and_words()
    {
        var schema = JsonDocument
            .Parse(File.ReadAllText(RepositoryRoot.File("schema", "triage.schema.json")))
            .RootElement.GetProperty("properties");
        Assert.Equal(
            TriageEntry.Keys.Order(StringComparer.Ordinal),
            schema.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            TriageNames.Outcomes.All,
            schema.GetProperty("outcome").GetProperty("enum").EnumerateArray().Select(w => w.GetString())
        );
        Assert.Equal(
            TriageNames.States.All,
            schema.GetProperty("state").GetProperty("enum").EnumerateArray().Select(w => w.GetString())
        );
        Assert.Equal(
            Verdicts.All.All,
            schema.GetProperty("verdict").GetProperty("enum").EnumerateArray().Select(w => w.GetString())
        );
    }

    [Fact]
    public void What_triage_writes_is_read_again()
    {
        var entry = new TriageEntry
        {
            Finding = "launch-1-2",
            Verdict = Verdict.Denied,
            Outcome = TriageOutcome.Legitimate,
            State = TriageState.Closed,
            Reason = "r \"quoted\" é",
            Ticket = "T",
            DecidedBy = "ann",
            DecidedOn = new DateOnly(2026, 1, 2),
        };
        var bag = new DiagnosticBag();
        Assert.Equal(entry, TriageReader.Read(new SourceText("triage/launch-1-2.json", entry.ToFile().Bytes), bag));
        Assert.Equal(0, bag.Count);
    }

    [Fact]
    public void Open_violations_stop_a_promotion_and_closed_ones_do_not()
    {
        static TriageEntry Entry(string finding, TriageOutcome? outcome, TriageState state) =>
            new()
            {
                Finding = finding,
                Outcome = outcome,
                State = state,
            };
        var triage = new Triage([
            Entry("a", TriageOutcome.Violation, TriageState.Open),
            Entry("b", TriageOutcome.Violation, TriageState.Closed),
            Entry("c", null, TriageState.Open),
            Entry("d", TriageOutcome.Legitimate, TriageState.Open),
        ]);
        Assert.Equal(["a", "c", "d"], triage.Open.Select(e => e.Finding));
    }

    [Theory]
    [InlineData(null, "denied", true)]
    [InlineData(null, "undecided", true)]
    [InlineData("denied", "denied", true)]
    [InlineData("denied", "undecided", true)]
    [InlineData("marked", "denied", true)]
    [InlineData("undecided", "undecided", true)]
    [InlineData("undecided", "marked", false)]
    [InlineData("undecided", "denied", false)]
    public void What_was_closed_while_undecided_is_open_once_it_would_be_denied(string? then, string now, bool closed)
    {
        var was = then is null ? (Verdict?)null : Verdicts.All.Find(then);
        var entry = new TriageEntry
        {
            Finding = "launch-1-2",
            Verdict = was,
            Outcome = TriageOutcome.Noise,
            State = TriageState.Closed,
            Reason = "nobody knows whose image it was",
        };
        var verdict = Verdicts.All.Find(now)!.Value;
        Assert.Equal(closed, entry.Closes(verdict));

        var files = new InMemoryFileStore();
        var bag = new DiagnosticBag();
        TriageFiles.Write(files, "triage", entry, bag);
        var change = TriageFiles.Add(files, "triage", [("launch-1-2", verdict)], null, bag);
        Assert.Equal(new TriageChange(0, closed ? 0 : 1), change);
        var kept = TriageFiles.Read(files, "triage", "launch-1-2", bag);
        Assert.Equal(closed ? entry : entry with { State = TriageState.Open, Verdict = verdict }, kept);
        Assert.Empty(bag.ToSorted());
    }
}
