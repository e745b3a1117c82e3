using System.Collections.Immutable;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>What a clone says of itself, in two runs of git: starting git costs more than its answers.</summary>
/// <param name="IsShallow">Its history is cut off.</param>
/// <param name="Prefix">The way from the top of the repository to the working folder, such as `governance/`; empty at the top.</param>
/// <param name="HasSigners">Whether it names those whose SSH signatures count.</param>
/// <param name="Urls">Of the remote, as configured.</param>
/// <param name="RewritesUrls">Whether `url.BASE.insteadOf` changes addresses (git-config).</param>
internal sealed record GitFacts(
    bool IsShallow,
    string Prefix,
    bool HasSigners,
    ImmutableArray<string> Urls,
    bool RewritesUrls
)
{
    private const string Signers = "gpg.ssh.allowedsignersfile";

    public static GitFacts Ask(GitProcess git, string remote)
    {
        var said = git.Demand(["rev-parse", "--is-shallow-repository", "--show-prefix"]).Text.Split('\n');
        var url = $"remote.{remote}.url";
        var settings = Settings(git, $@"^({Signers}|remote\.{remote}\.url|url\..*\.insteadof)$");
        return new GitFacts(
            said[0] == "true",
            said[1],
            settings.Any(s => s.Key == Signers),
            [.. settings.Where(s => s.Key == url).Select(s => s.Value)],
            settings.Any(s => s.Key.EndsWith(".insteadof", StringComparison.Ordinal))
        );
    }

    /// <summary>By the names that git gives back: sections and keys in small letters.</summary>
    private static List<(string Key, string Value)> Settings(GitProcess git, string pattern)
    {
        string[] args = ["config", "-z", "--get-regexp", pattern];
        var output = git.Run(args);
        // 1 says that there is none (git-config).
        if (output.ExitCode is not (0 or 1))
            throw GitProcess.Failure(args, output);
        return
        [
            .. output
                .Text.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split('\n', 2))
                .Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? "")),
        ];
    }
}
