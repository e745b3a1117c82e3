using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>
/// What the host says to a pipeline in its environment (docs.github.com, "Variables reference"; docs.gitlab.com, "Predefined CI/CD
/// variables reference").
/// </summary>
/// <param name="environment">Reads a variable; null when it is not set.</param>
public sealed partial class RunningPipeline(Func<string, string?> environment)
{
    /// <summary>The number of the merge request that the pipeline is of; null when it is of none.</summary>
    public string? MergeRequest =>
        PullRequest().Match(environment("GITHUB_REF") ?? "") is { Success: true } match
            ? match.Groups["number"].Value
            : Number("CI_MERGE_REQUEST_IID");

    /// <summary>The address of the project's page, which remotes have, too; null outside a pipeline.</summary>
    public string? ProjectAddress =>
        Given("GITHUB_SERVER_URL") is { } server && Given("GITHUB_REPOSITORY") is { } repository
            ? $"{server}/{repository}"
            : Given("CI_PROJECT_URL");

    private string? Number(string name) => Given(name) is { } text && text.All(char.IsAsciiDigit) ? text : null;

    private string? Given(string name) => environment(name) is { Length: > 0 } value ? value : null;

    /// <summary>Of a workflow that `pull_request` triggers.</summary>
    [GeneratedRegex(@"^refs/pull/(?<number>[0-9]+)/merge\z")]
    private static partial Regex PullRequest();
}
