using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Shell;

/// <summary>Text files that ship inside the binary.</summary>
internal static class EmbeddedText
{
    private const string Reports = "reports/";
    private const string SchemaEnd = ".schema.json";

    /// <summary>The files that have a schema, by what they hold.</summary>
    public static readonly IReadOnlyList<string> SchemaNames =
    [
        "ami_publishers",
        "approvers",
        "exception_process",
        "exception_request",
        "image_review",
        "triage",
    ];

    /// <summary>The reports that have a schema, such as `status` and `images-list`.</summary>
    public static IReadOnlyList<string> ReportNames =>
        [
            .. typeof(EmbeddedText)
                .Assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(Reports, StringComparison.Ordinal))
                .Select(n => n[Reports.Length..^SchemaEnd.Length])
                .Order(StringComparer.Ordinal),
        ];

    /// <param name="name">Of a file or of a report.</param>
    public static string Schema(string name) =>
        Read(typeof(GovernanceConfig).Assembly, $"{name}{SchemaEnd}")
        ?? Read(typeof(EmbeddedText).Assembly, $"{Reports}{name}{SchemaEnd}")
        ?? throw new InvalidOperationException($"the schema {name} is not embedded");

    /// <summary>The documentation page of a diagnostic code; null when there is none.</summary>
    public static string? DiagnosticPage(string code) => Read(typeof(EmbeddedText).Assembly, $"diagnostics/{code}.md");

    /// <summary>A page of the reference, in Markdown; null when there is none.</summary>
    public static string? DocPage(string name) => Read(typeof(EmbeddedText).Assembly, $"docs/{name}.md");

    /// <summary>The names of the pages of the reference.</summary>
    public static IReadOnlyList<string> DocPages() =>
        [
            .. typeof(EmbeddedText)
                .Assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith("docs/", StringComparison.Ordinal))
                .Select(n => Path.GetFileNameWithoutExtension(n))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The configuration of samples/governance, for rehearsals.</summary>
    public static byte[] SampleConfig() =>
        System.Text.Encoding.UTF8.GetBytes(
            Read(typeof(EmbeddedText).Assembly, "samples/governance.json")
                ?? throw new InvalidOperationException("the sample is not embedded")
        );

    public static string Template(string name) =>
        Read(typeof(EmbeddedText).Assembly, $"templates/{name}")
        ?? throw new InvalidOperationException($"the template {name} is not embedded");

    private static string? Read(System.Reflection.Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
