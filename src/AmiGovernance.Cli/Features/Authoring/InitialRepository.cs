using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>The files of a new governance repository.</summary>
internal static class InitialRepository
{
    public const string ConfigPath = "config/ami_publishers.json";

    public const string GitLabPath = ".gitlab-ci.yml";

    /// <summary>Says which amigov CI uses.</summary>
    public const string InstallScript = ".ci/install-amigov.sh";

    /// <summary>Pushes what a job recorded.</summary>
    private const string RecordScript = ".ci/push-record.sh";

    private static readonly (string Template, string Path)[] Templates =
    [
        ("README.md", "README.md"),
        ("runbook.md", "docs/runbook.md"),
        ("gitlab-ci.yml", GitLabPath),
        ("images-gitlab.yml", ".gitlab/ami-images.yml"),
        ("github-workflow.yml", ".github/workflows/ami-governance.yml"),
        ("github-daily.yml", ".github/workflows/ami-daily.yml"),
        ("github-promotion.yml", ".github/workflows/ami-promotion.yml"),
        ("images-github.yml", ".github/workflows/ami-images.yml"),
        ("merge-request-template.md", ".gitlab/merge_request_templates/Default.md"),
        ("merge-request-template.md", ".github/pull_request_template.md"),
        ("vscode-settings.json", ".vscode/settings.json"),
        ("approvers.json", Approvers.Path),
        ("exception_process.json", ExceptionProcess.Path),
        ("install-amigov.sh", InstallScript),
        ("push-record.sh", RecordScript),
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

    /// <summary>
    /// What belongs to amigov and not to the team: `init --refresh` brings it to this version. The configuration and the texts that a team
    /// makes its own are not among them.
    /// </summary>
    /// <param name="gitLabImage">As the repository names it.</param>
    /// <param name="tool">The amigov that CI uses, as the repository names it.</param>
    public static IReadOnlyList<GeneratedFile> Refreshed(string gitLabImage, PinnedTool tool)
    {
        var config = new InitialConfig
        {
            OpsAccount = "",
            GitLabImage = gitLabImage,
            Tool = tool,
        };
        return [.. Files(config).Where(f => IsRefreshed(f.Path))];
    }

    private static bool IsRefreshed(string path) =>
        path.StartsWith("schema/", StringComparison.Ordinal)
        || path.EndsWith(".yml", StringComparison.Ordinal)
        || path is InstallScript or RecordScript or ".vscode/settings.json" or ".gitattributes" or ".gitignore";

    private static string Fill(string template, InitialConfig config) =>
        template
            .Replace("{{ops_account}}", config.OpsAccount, StringComparison.Ordinal)
            .Replace(
                "{{exception_request_url}}",
                config.ExceptionRequestUrl ?? "where your organization takes requests",
                StringComparison.Ordinal
            )
            .Replace("{{policy_delay}}", AwsFacts.PolicyDelay.Minutes(), StringComparison.Ordinal)
            .Replace("{{bpa_delay}}", AwsFacts.BlockPublicAccessDelay.Minutes(), StringComparison.Ordinal)
            .Replace("{{platform_contact}}", config.Contact ?? "the cloud platform team", StringComparison.Ordinal)
            .Replace(
                "{{required_assurance}}",
                Assurances.Required.Of(config.RequiredAssurance),
                StringComparison.Ordinal
            )
            .Replace("{{require_requests}}", config.RequireRequests ? "true" : "false", StringComparison.Ordinal)
            .Replace("{{amigov_source}}", config.Tool?.Source, StringComparison.Ordinal)
            .Replace("{{amigov_sha256}}", config.Tool?.Sha256, StringComparison.Ordinal)
            .Replace("{{gitlab_image}}", config.GitLabImage, StringComparison.Ordinal);
}
