using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Bundles;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Images.Remediation;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Preflight;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Tests.Support;

/// <summary>Each reader of outside data, with a whole sample of what it reads.</summary>
internal static class OutsideReaders
{
    private delegate object? Reader(SourceText source, DiagnosticBag bag);

    private const string DeploymentPath = "deployments/0001-20261201T120000Z-249360.jsonl";

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
        ["bundle"] = (() => Golden("bundle", "expected", "files", "amigov-bundle.json"), BundleReader.Read),
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
        ["call of a record"] = (
            () => Golden("backtest-json", "repo", "logs", "a.json"),
            (source, bag) => CallSources.FromEvent(source, bag)
        ),
        ["configuration of Terraform"] = (
            () => Golden("preflight-terraform", "repo", "iac", "main.tf"),
            (source, _) => FindImages("main.tf", source)
        ),
        ["plan of Terraform"] = (
            () => Golden("preflight-terraform-plan", "repo", "plan.json"),
            (source, _) => FindImages("plan.json", source)
        ),
        ["template of CloudFormation"] = (
            () => Golden("preflight-cloudformation", "repo", "stack.yaml"),
            (source, _) => FindImages("stack.yaml", source)
        ),
        ["template of Packer"] = (
            () => Golden("preflight-packer", "repo", "web.pkr.hcl"),
            (source, _) => FindImages("web.pkr.hcl", source)
        ),
        ["manifest"] = (
            () => Golden("preflight-kubernetes", "repo", "nodes.yaml"),
            (source, _) => FindImages("nodes.yaml", source)
        ),
        ["playbook"] = (
            () => Golden("preflight-ansible", "repo", "play.yml"),
            (source, _) => FindImages("play.yml", source)
        ),
        ["shell script"] = (
            () => Golden("preflight-shell", "repo", "launch.sh"),
            (source, _) => FindImages("launch.sh", source)
        ),
        ["world"] = (World, (source, bag) => WorldReader.Read(source, TimeProvider.System, bag)),
        ["faults"] = (
            () =>
                """[{ "kind": "delay", "service": "ec2", "operation": "RunInstances", "delay_ms": 5, "times": 2, "percent": 50 }]"""u8.ToArray(),
            (source, bag) => FaultReader.Read(source, bag)
        ),
    };

    public static IEnumerable<string> Kinds => Readers.Keys;

    private static byte[] Golden(params string[] path) => File.ReadAllBytes(Path.Combine([GoldenCase.Root, .. path]));

    private static byte[] Deployments() =>
        Golden("promote-stage", "expected", "files", "deployments", "0001-20261201T120000Z-249360.jsonl");

    private static byte[] Process() => Golden("exception-remind-dry-run", "repo", "config", "exception_process.json");

    public static byte[] World()
    {
        using var amigov = new Amigov();
        Assert.Equal(
            0,
            amigov.Run("sandbox", "create", "w.json", "--accounts", "8", "--regions", "1", "--images", "2").ExitCode
        );
        return amigov.Files.Files["w.json"];
    }

    /// <summary>What cannot be read is told by its findings.</summary>
    private static ReferenceSink FindImages(string path, SourceText source)
    {
        var bag = new DiagnosticBag();
        var sink = new FindReferences(Store(path, source), []).Run([path], _ => false, bag);
        Assert.False(bag.HasErrors);
        foreach (var finding in sink.Findings.ToSorted())
            CheckFinding(finding, path);
        foreach (var reference in sink.References)
            Assert.True(reference.Location.Span.End <= source.Bytes.Length, reference.Subject);
        return sink;
    }

    private static InMemoryFileStore Store(string path, SourceText source)
    {
        var store = new InMemoryFileStore();
        store.Files[path] = source.Bytes.ToArray();
        return store;
    }

    public static ImageOwners? ReadOwners(SourceText source, DiagnosticBag bag)
    {
        var owners = new ImageOwners();
        new ImageOwnersReader(owners).Read(source, bag);
        return bag.HasErrors ? null : owners;
    }

    /// <summary>Its gaps are sentences of the ledger.</summary>
    public static FileReading ReadTrail(SourceText source, DiagnosticBag bag)
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

    public static byte[] Sample(string kind) => Readers[kind].Sample();

    public static object? Read(string kind, byte[] bytes, DiagnosticBag bag) =>
        Readers[kind].Read(new SourceText("input.json", bytes), bag);

    /// <summary>Fails when what cannot be read is not found, with its place.</summary>
    /// <param name="at">Which input it is.</param>
    public static void Check(string kind, byte[] bytes, string at)
    {
        var bag = new DiagnosticBag();
        var value = Read(kind, bytes, bag);
        Assert.True(value is not null || bag.HasErrors, $"{at} gives neither a value nor a finding");
        foreach (var finding in bag.ToSorted())
            CheckFinding(finding, at);
    }

    private static void CheckFinding(Diagnostic finding, string input)
    {
        var at = $"{input}: {finding.Code} {finding.Message}";
        var location = finding.Location;
        Assert.True(finding.Message.Length > 0 && !finding.Message.Any(char.IsControl), at);
        Assert.True(location.Source.Path.Length > 0, at);
        Assert.True(location.Span.Start >= 0 && location.Span.End <= location.Source.Bytes.Length, at);
        Assert.True(
            location.Start.Line >= 1 && location.Start.Column >= 1 && location.End.Line >= location.Start.Line,
            at
        );
    }
}
