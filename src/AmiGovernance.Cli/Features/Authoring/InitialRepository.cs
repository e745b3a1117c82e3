using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Authoring;

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
        ("approvers.json", Approvers.Path),
        ("gitignore", ".gitignore"),
        ("gitattributes", ".gitattributes"),
    ];

    public static IReadOnlyList<GeneratedFile> Files(InitialConfig config) =>
        [
            new GeneratedFile(ConfigPath, config.ToJson()),
            .. EmbeddedText.SchemaNames.Select(n => new GeneratedFile(
                $"schema/{n}.schema.json",
                Encoding.UTF8.GetBytes(EmbeddedText.Schema(n))
            )),
            .. Templates.Select(t => new GeneratedFile(
                t.Path,
                Encoding.UTF8.GetBytes(Fill(EmbeddedText.Template(t.Template), config))
            )),
            // Nobody is entered yet, so it names nobody; the check of CI wants it there.
            new GeneratedFile(CodeOwners.Path, Encoding.UTF8.GetBytes(CodeOwners.Heading)),
        ];

    private static string Fill(string template, InitialConfig config) =>
        template
            .Replace("{{ops_account}}", config.OpsAccount, StringComparison.Ordinal)
            .Replace("{{exception_request_url}}", config.ExceptionRequestUrl, StringComparison.Ordinal)
            .Replace("{{policy_delay}}", AwsFacts.PolicyDelay.Minutes(), StringComparison.Ordinal)
            .Replace("{{bpa_delay}}", AwsFacts.BlockPublicAccessDelay.Minutes(), StringComparison.Ordinal)
            .Replace("{{platform_contact}}", config.Contact, StringComparison.Ordinal);
}
