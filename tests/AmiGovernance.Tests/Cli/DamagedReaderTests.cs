using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Cli;

/// <summary>Each reader of outside data, fed with damaged text: what cannot be read is found, with its place, and nothing is thrown.</summary>
public sealed class DamagedReaderTests
{
    private delegate object? Reader(SourceText source, DiagnosticBag bag);

    private const string DeploymentPath = "deployments/0001-20261201T120000Z-c78e96.jsonl";

    private const string Owners = "owners.json";

    private static readonly Dictionary<string, (Func<byte[]> Sample, Reader Read)> Readers = new()
    {
        ["configuration"] = (() => Encoding.UTF8.GetBytes(Samples.Governance), ConfigReader.Read),
        ["control policy"] = (
            () => Golden("runbook-generate", "expected", "files", "dist", "scp-ami-guardrail.json"),
            (source, bag) => PolicyParser.Read(source, PolicyType.ServiceControlPolicy).ReportTo(bag)
        ),
        ["declarative policy"] = (
            () =>
                Golden("runbook-generate", "expected", "files", "dist", "organizations", "declarative-policy-ec2.json"),
            (source, bag) => DeclarativePolicyParser.Read(source).ReportTo(bag)
        ),
        ["organization"] = (() => Golden("explain-org", "repo", "organization.json"), OrganizationReader.Read),
        ["plan"] = (
            () => PlanFile.Write(new RolloutBench().Configure(Samples.Runbook, "audit_mode").Plan().Result.Plan!),
            PlanFile.Read
        ),
        ["deployments"] = (Deployments, (source, bag) => DeploymentLogReader.Read(Store(DeploymentPath, source), bag)),
        ["remediation log"] = (
            () => Golden("images-remediate", "expected", "files", "remediation-log.jsonl"),
            (source, bag) => RemediationLog.Read(Store(RemediationLog.Path, source)).ReportTo(bag)
        ),
        ["review list"] = (
            () => Golden("images-review", "expected", "files", "image-review.json"),
            (source, bag) => ReviewListReader.Read(source).ReportTo(bag)
        ),
        ["request"] = (
            () => Golden("exception-approve", "expected", "files", "requests", "CLOUD-1234.json"),
            (source, bag) =>
                RequestFiles.Read(
                    "CLOUD-1234",
                    Store("requests/CLOUD-1234.json", source),
                    ExceptionType.Defaults.Values,
                    bag
                )
        ),
        ["approvers"] = (() => Encoding.UTF8.GetBytes(ExceptionSamples.Approvers), ApproversReader.Read),
        ["process"] = (Process, ExceptionProcessReader.Read),
        ["use report"] = (() => Golden("exception-report", "repo", "trail.json"), UseReports.Read),
        ["triage"] = (
            () => Golden("triage-set", "expected", "files", "triage", "creation-555566667777-0123456789.json"),
            (source, bag) =>
                TriageReader.Read(new SourceText("triage/creation-555566667777-0123456789.json", source.Bytes), bag)
        ),
        ["owners"] = (() => Golden("backtest-json", "repo", "owners.json"), ReadOwners),
        ["trail record"] = (() => Golden("backtest-json", "repo", "logs", "a.json"), ReadTrail),
        ["call of a record"] = (() => Golden("backtest-json", "repo", "logs", "a.json"), CallSources.FromEvent),
        ["world"] = (World, (source, bag) => WorldReader.Read(source, TimeProvider.System, bag)),
        ["faults"] = (
            () =>
                """[{ "kind": "delay", "service": "ec2", "operation": "RunInstances", "delay_ms": 5, "times": 2, "percent": 50 }]"""u8.ToArray(),
            (source, bag) => FaultReader.Read(source, bag)
        ),
    };

    public static TheoryData<string> Kinds => [.. Readers.Keys];

    private static byte[] Golden(params string[] path) => File.ReadAllBytes(Path.Combine([GoldenCase.Root, .. path]));

    private static byte[] Deployments() =>
        Golden("promote-stage", "expected", "files", "deployments", "0001-20261201T120000Z-c78e96.jsonl");

    private static byte[] Process() =>
        Directory
            .GetFiles(GoldenCase.Root, "exception_process.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)
            .First();

    private static byte[] World()
    {
        using var amigov = new Amigov();
        Assert.Equal(
            0,
            amigov.Run("sandbox", "create", "w.json", "--accounts", "8", "--regions", "1", "--images", "2").ExitCode
        );
        return amigov.Files.Files["w.json"];
    }

    private static InMemoryFileStore Store(string path, SourceText source)
    {
        var store = new InMemoryFileStore();
        store.Files[path] = source.Bytes.ToArray();
        return store;
    }

    private static ImageOwners? ReadOwners(SourceText source, DiagnosticBag bag)
    {
        var owners = new ImageOwners();
        new ImageOwnersReader(owners).Read(source, bag);
        return bag.HasErrors ? null : owners;
    }

    /// <summary>Its gaps are sentences of the ledger.</summary>
    private static FileReading ReadTrail(SourceText source, DiagnosticBag bag)
    {
        var bytes = source.Bytes.ToArray();
        var reading = new TrailFileReader(TrailFilter.Everything).Read(
            () => new MemoryStream(bytes, writable: false),
            _ => { }
        );
        Assert.True(
            reading.Counts.DamagedRecords == 0 || !reading.Gaps.IsEmpty,
            "records were damaged, and nobody hears of it"
        );
        return reading;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_whole_is_read(string kind)
    {
        var (sample, read) = Readers[kind];
        var bag = new DiagnosticBag();
        var value = read(new SourceText("input.json", sample()), bag);
        Assert.False(bag.HasErrors, string.Join('\n', bag.ToSorted().Select(d => d.Message)));
        Assert.NotNull(value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_damaged_is_found_with_its_place_or_read(string kind)
    {
        var (sample, read) = Readers[kind];
        var text = sample();
        for (var seed = 0; seed < TestScale.Samples(500); seed++)
        {
            var damaged = Damage.Of(text, seed);
            var bag = new DiagnosticBag();
            object? value;
            try
            {
                value = read(new SourceText("input.json", damaged), bag);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"seed {seed}: {Encoding.UTF8.GetString(damaged)}", e);
            }
            Assert.True(value is not null || bag.HasErrors, $"seed {seed} gives neither a value nor a finding");
            foreach (var finding in bag.ToSorted())
                CheckFinding(finding, seed);
        }
    }

    private static void CheckFinding(Diagnostic finding, int seed)
    {
        var at = $"seed {seed}: {finding.Code} {finding.Message}";
        var location = finding.Location;
        Assert.True(finding.Message.Length > 0 && !finding.Message.Any(char.IsControl), at);
        Assert.True(location.Source.Path.Length > 0, at);
        Assert.True(location.Span.Start >= 0 && location.Span.End <= location.Source.Bytes.Length, at);
        Assert.True(
            location.Start.Line >= 1 && location.Start.Column >= 1 && location.End.Line >= location.Start.Line,
            at
        );
    }

    [Theory]
    [InlineData(
        """{"Images":[{"ImageId":"ami-0123456789abcdef0","OwnerId":"\ud800"}]}""",
        57,
        "`\\ud800` is half of a character"
    )]
    [InlineData("""{"ami-\udc00":"111122223333"}""", 6, "`\\udc00` is half of a character")]
    [InlineData(
        """{"Images":[{"Name":"\ud83d\ude00 \ud83d","ImageId":"ami-0123456789abcdef0"}]}""",
        33,
        "`\\ud83d` is half of a character"
    )]
    [InlineData("""{"\ud800\\ud800":"111122223333"}""", 2, "`\\ud800` is half of a character")]
    public void Owners_that_are_no_UTF_16_are_found_at_their_place(string text, int at, string message)
    {
        var bag = new DiagnosticBag();
        ReadOwners(SourceText.FromString(Owners, text), bag);
        var finding = Assert.Single(bag.ToSorted());
        Assert.Equal(("AMI0905", at, message), (finding.Code, finding.Location.Span.Start, finding.Message));
    }

    [Fact]
    public void Owners_that_are_no_UTF_8_are_found_at_their_place()
    {
        var bag = new DiagnosticBag();
        byte[] text = [0xEF, 0xBB, 0xBF, .. "{\"Images\":[{\"OwnerId\":\""u8, 0xFF, .. "\"}]}"u8];
        ReadOwners(new SourceText(Owners, text), bag);
        var finding = Assert.Single(bag.ToSorted());
        Assert.Equal(("AMI0905", 26), (finding.Code, finding.Location.Span.Start));
    }

    /// <summary>All that is read of a record.</summary>
    public static TheoryData<string> Fields =>
        [
            "eventName",
            "eventSource",
            "eventTime",
            "eventID",
            "eventVersion",
            "eventCategory",
            "awsRegion",
            "recipientAccountId",
            "sourceIPAddress",
            "errorCode",
            "errorMessage",
        ];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_record_with_half_a_character_is_damaged_and_the_others_count(string field)
    {
        var broken = field is "eventName" or "eventSource"
            ? ""
            : "\"eventName\":\"RunInstances\",\"eventSource\":\"ec2.amazonaws.com\",";
        foreach (var wrong in (string[])["\\ud800", "\\udc00\\ud800"])
        {
            var text =
                $$$"""{"Records":[{{{{broken}}}"{{{field}}}":"RunInstances{{{wrong}}}"},{"eventName":"RunInstances","eventSource":"ec2.amazonaws.com","eventID":"b","requestParameters":{"imageId":"ami-0123456789abcdef0"}}]}""";
            var reading = ReadTrail(SourceText.FromString("a.json", text), new DiagnosticBag());
            Assert.Equal((1, 1), (reading.Counts.Records, reading.Counts.DamagedRecords));
            Assert.Contains("is half of a character", Assert.Single(reading.Gaps), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_of_rows_that_is_nested_without_end_is_read_to_a_depth()
    {
        var deep = string.Concat(Enumerable.Repeat("{a=", 200_000)) + new string('}', 200_000);
        var text = $"eventname,eventsource,useridentity\nRunInstances,ec2.amazonaws.com,\"{deep}\"\n";
        Assert.Single(RecordText.Records(text));
    }

    [Fact]
    public void A_world_with_one_id_for_two_accounts_is_found()
    {
        var text = Encoding.UTF8.GetString(World());
        const string List = "\"accounts\": [";
        var at = text.IndexOf(List, StringComparison.Ordinal) + List.Length;
        var first = text.IndexOf('{', at);
        var account = text[first..(text.IndexOf('}', first) + 1)];
        var bag = new DiagnosticBag();
        var source = SourceText.FromString("w.json", text.Insert(at, $"{account},"));
        Assert.Null(WorldReader.Read(source, TimeProvider.System, bag));
        Assert.Contains(bag.ToSorted(), d => d.Severity == Severity.Error && d.Location.Span.Start > 0);
    }
}
