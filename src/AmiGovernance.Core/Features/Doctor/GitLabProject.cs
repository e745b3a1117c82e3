using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>
/// docs.gitlab.com, "OpenID Connect (OIDC) Authentication Using ID Tokens": `sub` names project and branch, and no environment. The
/// branch of a merge request can be any.
/// </summary>
internal sealed partial record GitLabProject(string Project, string Host) : PipelineProject(Host, $"https://{Host}")
{
    private const string UsualHost = "gitlab.com";

    public override ImmutableArray<string> Subjects(PipelineRole role) =>
        [On(role.Moment == PipelineMoment.MergeRequest ? "*" : Branch)];

    private string On(string branch) => $"project_path:{Project}:ref_type:branch:ref:{branch}";

    public static new GitLabProject? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
            return null;
        var host = match.Groups["host"].Value;
        return new GitLabProject(match.Groups["project"].Value, host.Length > 0 ? host : UsualHost);
    }

    [GeneratedRegex(@"^gitlab:(?<project>[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+)(@(?<host>[A-Za-z0-9.-]+(:[0-9]+)?))?\z")]
    private static partial Regex Form();
}
