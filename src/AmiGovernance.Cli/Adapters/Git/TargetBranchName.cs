namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>The branch that changes are merged into, as the environment names it.</summary>
internal static class TargetBranchName
{
    public const string Variable = "AMIGOV_TARGET_BRANCH";

    /// <summary>
    /// GitHub names the target of a pull request (docs.github.com, "Variables reference"), GitLab that of a merge request and the default
    /// branch (docs.gitlab.com, "Predefined CI/CD variables reference").
    /// </summary>
    private static readonly string[] Variables =
    [
        Variable,
        "GITHUB_BASE_REF",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        "CI_DEFAULT_BRANCH",
    ];

    /// <summary>Null when nothing names it.</summary>
    public static string? Of(Func<string, string?> environment) =>
        Variables.Select(environment).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));
}
