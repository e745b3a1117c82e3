using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>
/// docs.github.com, "OpenID Connect reference", "Example subject claims". A repository that was made or renamed since 2026-07-15 has
/// numbers in its subjects, `repo:OWNER@ID/REPO@ID:…` (github.blog, "Immutable subject claims for GitHub Actions OIDC tokens",
/// 2026-04-23).
/// </summary>
internal sealed partial record GitHubProject(string Repository, string Environment)
    : PipelineProject("token.actions.githubusercontent.com", "sts.amazonaws.com")
{
    /// <summary>The action that takes on the role asks tokens for China for another audience (its README, "OIDC Audience").</summary>
    public override string AudienceIn(string partition) => partition == "aws-cn" ? $"{Audience}.cn" : Audience;

    /// <summary>As the workflows of `amigov init` call it.</summary>
    private const string UsualEnvironment = "ami-governance";

    public override ImmutableArray<string> Subjects(PipelineRole role) =>
        role.Moment switch
        {
            PipelineMoment.MergeRequest => [$"repo:{Repository}:pull_request", OnBranch],
            PipelineMoment.Deployment => [$"repo:{Repository}:environment:{Environment}"],
            _ => [OnBranch],
        };

    private string OnBranch => $"repo:{Repository}:ref:refs/heads/{Branch}";

    public static new GitHubProject? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
            return null;
        var environment = match.Groups["environment"].Value;
        var isGiven = environment.Length > 0;
        return new GitHubProject(match.Groups["repository"].Value, isGiven ? environment : UsualEnvironment);
    }

    [GeneratedRegex(
        @"^github:(?<repository>[A-Za-z0-9-]+(@[0-9]+)?/[A-Za-z0-9._-]+(@[0-9]+)?)(:(?<environment>[A-Za-z0-9._-]+))?\z"
    )]
    private static partial Regex Form();
}
