using System.Text.RegularExpressions;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>Tells from the address of a remote which host it is.</summary>
public static partial class CodeHosts
{
    /// <summary>
    /// Null when the address is neither GitHub's nor GitLab's. A host that names neither is told by the token that is set.
    /// </summary>
    /// <param name="remoteUrl">As git has it.</param>
    /// <param name="http">Makes the calls.</param>
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
        var host = match.Groups["host"].Value;
        var web = Web(match);
        // The pattern takes names and ports that no address has.
        if (!Uri.TryCreate(web, UriKind.Absolute, out _))
            return null;
        var project = otherProject ?? match.Groups["project"].Value;
        var gitHub = environment(GitHub.Variable) ?? "";
        var gitLab = environment(GitLab.Variable) ?? "";

        var namesGitHub = host.Contains("github", StringComparison.OrdinalIgnoreCase);
        var namesGitLab = host.Contains("gitlab", StringComparison.OrdinalIgnoreCase);
        if (namesGitHub || !namesGitLab && gitHub.Length > 0 && gitLab.Length == 0)
            return new GitHub(http, Api(environment("GITHUB_API_URL"), GitHub.Api(host, web)), web, project, gitHub);
        if (namesGitLab || gitLab.Length > 0)
            return new GitLab(http, Api(environment("CI_API_V4_URL"), GitLab.Api(web)), web, project, gitLab);
        return null;
    }

    /// <summary>What is no web address is passed over; a token goes over https, or stays on this machine.</summary>
    private static string Api(string? given, string usual) =>
        Uri.TryCreate(given, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
            ? given.TrimEnd('/')
            : usual;

    /// <summary>Over SSH the port is not that of the pages; whoever fetches in the clear gets pages in the clear.</summary>
    private static string Web(Match match)
    {
        var scheme = match.Groups["scheme"].Value;
        var isWeb = scheme.StartsWith("http", StringComparison.Ordinal);
        var host = match.Groups[isWeb ? "hostport" : "host"].Value;
        return scheme == "http" ? $"http://{host}" : $"https://{host}";
    }

    /// <summary>`https://host/group/project.git`, `ssh://git@host:port/group/project.git`, `git@host:group/project.git`.</summary>
    [GeneratedRegex(
        @"^(?:(?<scheme>https?|ssh|git)://(?:[^@/]*@)?(?<hostport>(?<host>[A-Za-z0-9.-]+)(?::\d+)?)/|[^@/:]+@(?<host>[A-Za-z0-9.-]+):)/?(?<project>[^\s?#]+?)(?:\.git)?/?$"
    )]
    private static partial Regex Address();
}
