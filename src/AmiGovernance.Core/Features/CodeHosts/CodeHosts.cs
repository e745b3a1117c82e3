using System.Text.RegularExpressions;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>Tells from the address of a remote which host it is.</summary>
public static partial class CodeHosts
{
    /// <summary>Null when the address is neither GitHub's nor GitLab's. A host that names neither is told by the token that is set.</summary>
    /// <param name="environment">Reads a variable: the tokens, and `GITHUB_API_URL` or `CI_API_V4_URL` as CI sets them.</param>
    /// <param name="otherProject">A project on the same host; null takes the repository's own.</param>
    public static CodeHost? Of(
        string remoteUrl,
        IHttp http,
        Func<string, string?> environment,
        string? otherProject = null
    )
    {
        if (Address().Match(remoteUrl) is not { Success: true } match)
            return null;
        var (host, project) = (match.Groups["host"].Value, otherProject ?? match.Groups["project"].Value);
        var web =
            $"{(remoteUrl.StartsWith("http://", StringComparison.Ordinal) ? "http" : "https")}://{(match.Groups["scheme"].Value.StartsWith("http", StringComparison.Ordinal) ? match.Groups["hostport"].Value : host)}";
        var (gitHub, gitLab) = (environment(GitHub.Variable) ?? "", environment(GitLab.Variable) ?? "");
        if (
            host.Contains("github", StringComparison.OrdinalIgnoreCase)
            || !host.Contains("gitlab", StringComparison.OrdinalIgnoreCase) && gitHub.Length > 0 && gitLab.Length == 0
        )
            return new GitHub(
                http,
                environment("GITHUB_API_URL") is { Length: > 0 } given ? given.TrimEnd('/')
                    : host == "github.com" ? "https://api.github.com"
                    : $"{web}/api/v3",
                web,
                project,
                gitHub
            );
        return host.Contains("gitlab", StringComparison.OrdinalIgnoreCase) || gitLab.Length > 0
            ? new GitLab(
                http,
                environment("CI_API_V4_URL") is { Length: > 0 } url ? url.TrimEnd('/') : $"{web}/api/v4",
                web,
                project,
                gitLab
            )
            : null;
    }

    /// <summary>`https://host/group/project.git`, `ssh://git@host:port/group/project.git`, `git@host:group/project.git`.</summary>
    [GeneratedRegex(
        @"^(?:(?<scheme>https?|ssh|git)://(?:[^@/]*@)?(?<hostport>(?<host>[A-Za-z0-9.-]+)(?::\d+)?)/|[^@/:]+@(?<host>[A-Za-z0-9.-]+):)/?(?<project>[^\s?#]+?)(?:\.git)?/?$"
    )]
    private static partial Regex Address();
}
