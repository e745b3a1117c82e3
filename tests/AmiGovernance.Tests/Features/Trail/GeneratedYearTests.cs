using System.Globalization;
using System.Text.Json;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Every number that `trail scan` and `backtest` tell of a year, against what the generator knows.</summary>
public sealed class GeneratedYearTests(GeneratedYear year) : IClassFixture<GeneratedYear>
{
    private static readonly DateTime ExceptionEnds = new(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc);

    private const string Config = $$"""
        {
          "ops_publisher_account": { "account_id": "{{GeneratedOrganization.Ops}}", "description": "golden images" },
          "vendor_publisher_accounts": [ { "account_id": "{{GeneratedOrganization.Vendor}}", "vendor_name": "Vendor" }, { "account_id": "555500005555", "vendor_name": "Unused" } ],
          "publisher_aliases": ["amazon"],
          "exception_accounts": [
            { "account_id": "{{GeneratedOrganization.Excepted}}", "expires_on": "2026-07-01", "reason": "r", "ticket": "T-1", "requested_by": "t", "approved_by": "security-lead", "approval_date": "2025-12-20" },
            { "account_id": "555500006666", "expires_on": "2026-09-01", "reason": "r", "ticket": "T-2", "requested_by": "t", "approved_by": "security-lead", "approval_date": "2025-12-20" }
          ],
          "image_creation_roles": [],
          "policy_config": { "exception_request_url": "https://tickets.company.com/x" }
        }
        """;

    private static readonly (string Name, Func<YearCall, string> Of)[] Dimensions =
    [
        ("kind", c => c.Kind),
        ("action", c => c.Action),
        ("account", c => c.Account),
        ("account_name", c => c.AccountName),
        ("ou", c => c.Unit),
        ("region", c => c.Region),
        ("principal", c => c.Principal),
        ("service", c => c.Service),
        ("image", c => c.Image),
        ("owner", c => c.Owner),
        ("outcome", c => c.Outcome),
        ("error_code", c => c.ErrorCode),
        ("denied_by", c => c.DeniedBy),
    ];

    private Amigov Amigov() =>
        new Amigov { Now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), ReadsTrailFromDisk = true }
            .With("organization.json", year.Organization)
            .With("owners.json", JsonSerializer.Serialize(year.Owners))
            .With(Samples.ConfigPath, Config);

    private static string Time(DateTime time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString()! : "";

    /// <summary>A launch template that is not resolved stands for an image that nobody knows.</summary>
    private static string Value(JsonElement row, string dimension) =>
        Text(row, dimension) is var text && dimension == "image" && text.StartsWith("lt-", StringComparison.Ordinal)
            ? ""
            : text;

    private static SortedDictionary<string, string> Written(IEnumerable<(string Key, DateTime Time)> calls) =>
        Told(
            calls
                .GroupBy(c => c.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.LongCount(), Time(g.Min(c => c.Time)), Time(g.Max(c => c.Time))))
        );

    private static SortedDictionary<string, string> Counted(JsonElement report, params string[] dimensions) =>
        Told(
            report
                .GetProperty("calls")
                .EnumerateArray()
                .Select(r =>
                    (
                        Key: string.Join(' ', dimensions.Select(d => Value(r, d))),
                        Count: r.GetProperty("calls").GetInt64(),
                        First: Text(r, "first"),
                        Last: Text(r, "last")
                    )
                )
                .GroupBy(r => r.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Sum(r => r.Count), g.Min(r => r.First)!, g.Max(r => r.Last)!))
        );

    private static SortedDictionary<string, string> Told(
        IEnumerable<(string Key, long Count, string First, string Last)> rows
    )
    {
        var told = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, count, first, last) in rows)
            told.Add(key, string.Create(CultureInfo.InvariantCulture, $"{count} from {first} to {last}"));
        return told;
    }

    [Fact]
    public void Every_count_of_the_scan_is_exact_for_each_dimension_and_for_all_together()
    {
        using var amigov = Amigov();
        // Read once; the other reports come from what was kept.
        JsonElement Scan(params string[] more) =>
            Report(amigov, 0, ["trail", "scan", year.Tree, "--state", year.StatePath, .. more]);
        Assert.True(
            year.Calls.Min(c => c.Time).Month == 1 && year.Calls.Max(c => c.Time).Month == 12 && year.Duplicates > 50
        );
        var whole = Scan();
        Assert.Equal(
            Written(year.Calls.Select(c => (string.Join(' ', Dimensions.Select(d => d.Of(c))), c.Time))),
            Counted(whole, [.. Dimensions.Select(d => d.Name)])
        );
        var ledger = whole.GetProperty("ledger");
        Assert.Equal(
            (year.Files, year.Records, year.Calls.Count, year.Duplicates, true),
            (
                ledger.GetProperty("files").GetInt32(),
                ledger.GetProperty("events").GetInt64(),
                ledger.GetProperty("watched").GetInt32(),
                ledger.GetProperty("duplicates").GetInt32(),
                ledger.GetProperty("complete").GetBoolean()
            )
        );
        foreach (var (name, of) in Dimensions)
        {
            var report = Scan("--by", name);
            Assert.Equal(
                year.Files,
                report.GetProperty("ledger").GetProperty("skipped_files").GetProperty("read before").GetInt32()
            );
            Assert.Equal(Written(year.Calls.Select(c => (of(c), c.Time))), Counted(report, name));
        }
    }

    /// <summary>
    /// docs/reference/triage.md: who denies a call in `enabled` mode. The declarative policy knows no date; the service control policy does not reach
    /// service-linked roles. Null for a call that both layers allow.
    /// </summary>
    private static (string Verdict, string[] DeniedBy)? Decided(YearCall c)
    {
        var isServiceLinked = c.Principal.Contains("/aws-service-role/", StringComparison.Ordinal);
        return c switch
        {
            { Kind: "launch", Owner: "unknown" } => ("undecided", []),
            { Kind: "launch", Owner: GeneratedOrganization.Stranger } => (
                "denied",
                [
                    "declarative policy: allowed images",
                    .. isServiceLinked ? (string[])[] : ["service control policy: DenyEC2LaunchWithNonApprovedAMIs"],
                ]
            ),
            { Kind: "launch", Owner: GeneratedOrganization.Excepted }
                when c.Time >= ExceptionEnds && !isServiceLinked => (
                "denied",
                ["service control policy: DenyLaunchFrom20260701"]
            ),
            // Allowed images hide the image of a stranger from CopyImage, too.
            { Kind: "creation", CopiedOwner: GeneratedOrganization.Stranger } => (
                "denied",
                ["declarative policy: allowed images", "service control policy: DenyAMICreationAndSideload"]
            ),
            { Kind: "creation" } => ("denied", ["service control policy: DenyAMICreationAndSideload"]),
            // Block public access refuses it, whoever calls (EC2 user guide).
            { Kind: "sharing", IsPublic: true } => (
                "denied",
                ["declarative policy: block public access", "service control policy: DenyPublicAMISharing"]
            ),
            { Kind: "sharing" } => ("denied", ["service control policy: DenyPublicAMISharing"]),
            { Action: "ec2:DisableImageBlockPublicAccess" } => (
                "denied",
                ["declarative policy: block public access", "service control policy: DenyGuardrailChanges"]
            ),
            _ => null,
        };
    }

    private static DateOnly Monday(DateTime time)
    {
        var day = DateOnly.FromDateTime(time);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    [Fact]
    public void Every_week_of_the_backtest_is_exact()
    {
        using var amigov = Amigov();
        amigov.Run("generate", "--mode", "enabled");
        var launches = year
            .Calls.Where(c => c is { Kind: "launch", Outcome: "succeeded" })
            .ToLookup(c => Monday(c.Time));
        var expected = launches
            .OrderBy(w => w.Key)
            .Select(w =>
                (
                    w.Key.ToString("o", CultureInfo.InvariantCulture),
                    w.Count(),
                    w.Count(c => Decided(c)?.Verdict == "denied"),
                    w.Count(c => Decided(c)?.Verdict == "undecided")
                )
            );
        Assert.Equal(
            expected,
            Backtest(amigov, year.Tree)
                .GetProperty("weeks")
                .EnumerateArray()
                .Select(w =>
                    (
                        Text(w, "monday"),
                        w.GetProperty("all").GetInt32(),
                        w.GetProperty("denied").GetInt32(),
                        w.GetProperty("undecided").GetInt32()
                    )
                )
        );
    }

    /// <summary>No file is read again; where none is there, what earlier runs read is no answer.</summary>
    [Fact]
    public void A_state_answers_for_policies_that_came_later()
    {
        using var amigov = Amigov();
        var state = Path.Combine(Path.GetDirectoryName(year.StatePath)!, "policies.db");
        amigov.Run("generate", "--mode", "enabled");
        Backtest(amigov, year.Tree, "--state", state);

        amigov.With(Samples.ConfigPath, Config.Replace("2026-07-01", "2026-03-18", StringComparison.Ordinal));
        amigov.Run("generate", "--mode", "enabled", "--out", "later");
        var nothing = Directory
            .CreateDirectory(Path.Combine(Path.GetDirectoryName(year.StatePath)!, "nothing"))
            .FullName;
        var (code, output, error) = amigov.Run("backtest", nothing, "--state", state, "--policies", "later");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("AMI0902", error, StringComparison.Ordinal);
        var kept = Backtest(amigov, year.Tree, "--state", state, "--policies", "later");
        var ledger = kept.GetProperty("ledger");
        Assert.Equal(
            ledger.GetProperty("files").GetInt64(),
            ledger.GetProperty("skipped_files").GetProperty("read before").GetInt64()
        );
        var read = Backtest(amigov, year.Tree, "--policies", "later");
        foreach (var part in new[] { "launches", "shares", "weeks", "findings", "recent" })
            Assert.Equal(read.GetProperty(part).GetRawText(), kept.GetProperty(part).GetRawText());
    }

    private static JsonElement Backtest(Amigov amigov, string tree, params string[] more) =>
        Report(amigov, 3, ["backtest", tree, .. more]);

    private static JsonElement Report(Amigov amigov, int expected, string[] words)
    {
        // Policies are generated before the year, and what it recorded is looked at after it.
        var before = amigov.Now;
        amigov.Now = new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var (code, output, error) = amigov.Run([
            .. words,
            "--org",
            "organization.json",
            "--owners",
            "owners.json",
            "--output",
            "json",
        ]);
        amigov.Now = before;
        Assert.True(code == expected, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static string[] Texts(JsonElement finding, string name) =>
        [.. finding.GetProperty(name).EnumerateArray().Select(t => t.GetString()!)];

    [Fact]
    public void Every_finding_of_the_backtest_is_exact()
    {
        using var amigov = Amigov();
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        var report = Backtest(amigov, year.Tree);
        var decided = year.Calls.Select(c => (Call: c, Decision: Decided(c))).ToList();
        // Launches are asked about by account and owner, or image; other calls by account, caller and action.
        var findings = decided
            .Where(d => d.Decision is not null)
            .GroupBy(d => (About(d.Call), d.Decision!.Value.Verdict))
            .Select(g =>
                Told(
                    g.Key.Item1,
                    g.Key.Verdict,
                    [.. g.Select(d => d.Call)],
                    g.SelectMany(d => d.Decision!.Value.DeniedBy)
                )
            );
        Assert.Equal(
            findings.Order(StringComparer.Ordinal),
            report.GetProperty("findings").EnumerateArray().Select(Told).Order(StringComparer.Ordinal)
        );

        var launched = decided.Where(d => d.Call is { Kind: "launch", Outcome: "succeeded" }).ToList();
        var launches = report.GetProperty("launches");
        Assert.Equal(launched.Count, launches.GetProperty("all").GetInt32());
        foreach (var verdict in new[] { "denied", "marked", "undecided" })
            Assert.Equal(launched.Count(d => d.Decision?.Verdict == verdict), launches.GetProperty(verdict).GetInt32());
        Assert.True(
            launched.Count(d => d.Decision?.DeniedBy is ["service control policy: DenyLaunchFrom20260701"]) > 50,
            "the exception never ended"
        );

        string[] listed =
        [
            GeneratedOrganization.Ops,
            GeneratedOrganization.Vendor,
            GeneratedOrganization.Excepted,
            "amazon",
            "555500005555",
            "555500006666",
        ];
        Assert.Equal(
            listed
                .Select(owner => (owner, launched.Where(d => d.Call.Owner == owner).ToList()))
                .Select(u =>
                    $"{u.owner} {u.Item2.Count} {(u.Item2.Count > 0 ? Time(u.Item2.Max(d => d.Call.Time)) : "")}"
                )
                .Order(StringComparer.Ordinal),
            report
                .GetProperty("allow_list")
                .EnumerateArray()
                .Select(u => $"{Text(u, "owner")} {u.GetProperty("launches").GetInt64()} {Text(u, "last")}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            [("exception", "555500006666"), ("publisher", "555500005555")],
            report
                .GetProperty("allow_list")
                .EnumerateArray()
                .Where(u => u.GetProperty("launches").GetInt64() == 0)
                .Select(u => (Text(u, "kind"), Text(u, "owner")))
        );
    }

    private static string About(YearCall c) =>
        c switch
        {
            { Kind: "launch", Owner: not "unknown" } => $"launch-{c.Account}-{c.Owner}",
            { Kind: "launch", Image: "", Template: not "" } => $"launch-{c.Account}-template-{c.TemplateHash}",
            { Kind: "launch" } => $"launch-{c.Account}-{(c.Image.Length > 0 ? c.Image : "no-image")}",
            _ => $"{c.Kind}-{c.Account} {c.Principal} {c.Action}",
        };

    /// <summary>A finding names at most 100 of a kind.</summary>
    private static string Some(IEnumerable<string> names) =>
        string.Join(",", names.Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal).Take(100));

    private static string Told(string about, string verdict, YearCall[] calls, IEnumerable<string> deniedBy) =>
        string.Join(
            " | ",
            about,
            verdict,
            calls[0].AccountName,
            calls[0].Unit,
            calls.Length,
            calls.Count(c => c.Outcome == "succeeded"),
            calls.Count(c => c.Outcome == "policy_denial"),
            0,
            calls.Count(c => c.Principal.Contains("/aws-service-role/", StringComparison.Ordinal)),
            Time(calls.Min(c => c.Time)),
            Time(calls.Max(c => c.Time)),
            Some(calls.Select(c => c.Action)),
            Some(calls.Select(c => c.Principal)),
            Some(calls.Select(c => c.Image)),
            Some(calls.Select(c => c.Service)),
            Some(calls.Select(c => c.Region)),
            Some(deniedBy)
        );

    private static string Told(JsonElement finding)
    {
        // The last part of such an id is a hash.
        var id =
            Text(finding, "kind") == "launch"
                ? Text(finding, "id")
                : $"{Text(finding, "kind")}-{Text(finding, "account")} {string.Join(",", Texts(finding, "principals"))} {string.Join(",", Texts(finding, "actions"))}";
        return string.Join(
            " | ",
            id,
            Text(finding, "verdict"),
            Text(finding, "account_name"),
            Text(finding, "ou"),
            finding.GetProperty("calls"),
            finding.GetProperty("succeeded"),
            finding.GetProperty("denied_already"),
            finding.GetProperty("dry_runs"),
            finding.GetProperty("by_service_linked_role"),
            Text(finding, "first"),
            Text(finding, "last"),
            Some(Texts(finding, "actions")),
            Some(Texts(finding, "principals")),
            Some(Texts(finding, "images").Where(i => !i.StartsWith("lt-", StringComparison.Ordinal))),
            Some(Texts(finding, "services")),
            Some(Texts(finding, "regions")),
            Some(Texts(finding, "denied_by"))
        );
    }
}
