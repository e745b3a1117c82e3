using System.Text;
using AmiGovernance.Core.Generation;

namespace AmiGovernance.Cli;

/// <summary>The files of a new governance repository.</summary>
internal static class InitialRepository
{
    public const string ConfigPath = "config/ami_publishers.json";

    private static readonly (string Template, string Path)[] Templates =
    [
        ("README.md", "README.md"),
        ("runbook.md", "docs/runbook.md"),
        ("gitlab-ci.yml", ".gitlab-ci.yml"),
        ("github-workflow.yml", ".github/workflows/ami-governance.yml"),
        ("merge-request-template.md", ".gitlab/merge_request_templates/Default.md"),
        ("merge-request-template.md", ".github/pull_request_template.md"),
        ("vscode-settings.json", ".vscode/settings.json"),
        ("gitignore", ".gitignore"),
        ("gitattributes", ".gitattributes"),
    ];

    public static IReadOnlyList<GeneratedFile> Files(InitialConfig config) =>
    [
        new GeneratedFile(ConfigPath, config.ToJson()),
        new GeneratedFile("schema/ami_publishers.schema.json", Encoding.UTF8.GetBytes(EmbeddedText.Schema())),
        .. Templates.Select(t => new GeneratedFile(t.Path, Encoding.UTF8.GetBytes(Fill(EmbeddedText.Template(t.Template), config)))),
    ];

    private static string Fill(string template, InitialConfig config) => template
        .Replace("{{ops_account}}", config.OpsAccount, StringComparison.Ordinal)
        .Replace("{{exception_request_url}}", config.ExceptionRequestUrl, StringComparison.Ordinal)
        .Replace("{{platform_contact}}", config.Contact, StringComparison.Ordinal);
}
