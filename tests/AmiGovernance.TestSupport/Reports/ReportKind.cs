using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Reporting;
using Json.Schema;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>A document that commands write for programs.</summary>
/// <param name="Name">As `amigov schema` takes it; its schema is schema/reports/NAME.schema.json.</param>
/// <param name="Schema">Made from the type that is written.</param>
/// <param name="Commands">Command lines that write it, as far as they tell it from others.</param>
internal sealed record ReportKind(string Name, Func<JsonNode> Schema, params string[] Commands)
{
    public static IReadOnlyList<ReportKind> All { get; } =
    [
        Of("findings", ReportsJson.Default.FindingsDocument, "validate", "exception check", "lint", "images naming"),
        Of("adopt", ReportsJson.Default.AdoptionDocument, "adopt"),
        Of(
            "backtest",
            ReportsJson.Default.BacktestDocument,
            "backtest",
            "trail live --backtest",
            "trail athena --backtest",
            "trail clickhouse --backtest",
            "trail logs --backtest"
        ),
        Of("dashboard-plan", ReportsJson.Default.MonitoringPlanDocument, "dashboard plan"),
        Of("dashboard-show", ReportsJson.Default.MonitoringDocument, "dashboard show"),
        Of("diff", ReportsJson.Default.DifferenceDocument, "diff"),
        Of("discover", DiscoveryJson.Default.DiscoveryReport, "discover"),
        Of("doctor", ReportsJson.Default.DoctorDocument, "doctor"),
        Of("exception-list", ReportsJson.Default.ExceptionListDocument, "exception list"),
        Of("exception-report", ReportsJson.Default.ExceptionReportDocument, "exception report"),
        Of("exception-show", ReportsJson.Default.ExceptionDocument, "exception show"),
        Of("explain", ReportsJson.Default.ExplanationDocument, "explain"),
        Of("export", PolicyExportJson.Default.PolicyExport, "export"),
        Of("export-check", ReportsJson.Default.StaleExportDocument, "export --check"),
        Of("facts", ReportsJson.Default.FactsDocument, "facts"),
        Of("history", ReportsJson.Default.HistoryDocument, "history"),
        Of("history-merge", ReportsJson.Default.MergedHistoryDocument, "history --merge"),
        Of("history-record", ReportsJson.Default.CarriedDocument, "history --record"),
        Of("history-verify", ReportsJson.Default.HistoryChecksDocument, "history --verify"),
        Of("images-changes", ReportsJson.Default.InventoryChangesDocument, "images changes"),
        Of("images-find", FindJson.Default.FindReport, "images find"),
        Of("images-list", ReportsJson.Default.ImageListDocument, "images list"),
        Of("images-query", ReportsJson.Default.QueryDocument, "images query"),
        Of("images-remediate", ReportsJson.Default.RemediationDocument, "images remediate", "images undo"),
        Of("images-scan", ReportsJson.Default.ScanDocument, "images scan"),
        Of("images-settings", SettingsJson.Default.SettingsDocument, "images settings"),
        Of("images-show", ReportsJson.Default.ImageDocument, "images show"),
        Of("impact", ReportsJson.Default.ImpactDocument, "impact"),
        Of("layers", ReportsJson.Default.LayersDocument, "layers"),
        Of("plan", ReportsJson.Default.PlanDocument, "plan"),
        Of("preflight", ReportsJson.Default.PreflightDocument, "preflight"),
        Of("promote", ReportsJson.Default.PromotionDocument, "promote"),
        Of("prove", ReportsJson.Default.ProofDocument, "prove"),
        Of("publishers-list", ReportsJson.Default.AllowlistDocument, "publishers list", "allowlist"),
        Of("report", ReportsJson.Default.GovernanceDocument, "report"),
        Of("status", ReportsJson.Default.StatusDocument, "status"),
        Of("status-report", ReportsJson.Default.StatusReportDocument, "status-report wait", "status-report show"),
        Of("trail", WrittenSchemas.Trail, "trail scan", "trail live", "trail athena", "trail clickhouse", "trail logs"),
        Of("triage-list", ReportsJson.Default.TriageDocument, "triage list"),
        Of("verify", ReportsJson.Default.VerificationDocument, "verify"),
    ];

    /// <summary>Documents of AWS: a policy to be copied.</summary>
    private static readonly string[] NoReports = ["doctor --iam-policy"];

    private static readonly EvaluationOptions InDetail = new() { OutputFormat = OutputFormat.List };

    private readonly Lazy<JsonSchema> published = new(() =>
        JsonSchema.FromText(System.IO.File.ReadAllText(FileOf(Name)))
    );

    public string File => FileOf(Name);

    /// <summary>In what a document does not keep to the published schema; empty when it does.</summary>
    public IReadOnlyList<string> Problems(string document)
    {
        using var parsed = JsonDocument.Parse(document);
        var results = published.Value.Evaluate(parsed.RootElement, InDetail);
        return results.IsValid ? [] : [.. (results.Details ?? []).SelectMany(Words)];
    }

    private static IEnumerable<string> Words(EvaluationResults results) =>
        (results.Errors ?? []).Values.Select(error => $"{results.InstanceLocation}: {error}");

    private static string FileOf(string name) => RepositoryRoot.File("schema", "reports", $"{name}.schema.json");

    /// <summary>Null for a command line that writes no such document.</summary>
    public static ReportKind? Of(string[] line) =>
        NoReports.Any(command => IsOne(command.Split(' '), line)) ? null : Named(line);

    private static ReportKind? Named(string[] line) =>
        (
            from kind in All
            from command in kind.Commands
            where IsOne(command.Split(' '), line)
            orderby command.Length descending
            select kind
        ).FirstOrDefault();

    private static ReportKind Of(string name, JsonTypeInfo type, params string[] commands) =>
        Of(name, title => ReportSchema.Of(type, title), commands);

    private static ReportKind Of(string name, Func<string, JsonNode> schema, params string[] commands) =>
        new(name, () => schema($"amigov {string.Join(", ", commands)}"), commands);

    /// <summary>The words begin the line, the options stand anywhere in it.</summary>
    private static bool IsOne(string[] command, string[] line)
    {
        var words = command.Where(w => w[0] != '-').ToArray();
        return line.AsSpan().StartsWith(words) && command[words.Length..].All(line.Contains);
    }
}
