using System.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>A clone that nobody works in, by the `git` program: it is set to the branch at each look.</summary>
/// <param name="folder">Of the clone.</param>
/// <param name="branch">The protected branch of the remote.</param>
internal sealed class GitWatchedRepository(string folder, string branch, IFileStore files, ICommitReader commits)
    : IWatchedRepository
{
    private const string Remote = "origin";

    /// <summary>Somebody may push at the same time.</summary>
    private const int MostTries = 5;

    private static readonly string[] Identity = ["-c", "user.name=amigov", "-c", "user.email=amigov@invalid"];

    private static readonly string[] Recorded = ["deployments", "reminders"];

    private readonly GitProcess git = new(folder, mayPrompt: false);

    /// <summary>Whether the newest commit must carry a signature that git accepts (`gpg.ssh.allowedSignersFile`, or a GPG key).</summary>
    public bool DemandsSignature { get; init; }

    public ICommitReader Commits => commits;

    public IFileStore Files => files;

    public string? Head { get; private set; }

    public void Refresh() => TakeOver(Fetch());

    private string Fetch()
    {
        git.Demand(["fetch", "--quiet", "--end-of-options", Remote, $"refs/heads/{branch}"]);
        return git.Demand(["rev-parse", "--verify", "FETCH_HEAD^{commit}"]).Text.Trim();
    }

    private void TakeOver(string tip)
    {
        if (tip == Head)
            return;
        if (Head is { } head && git.Run(["merge-base", "--is-ancestor", head, tip]).ExitCode != 0)
            throw new GitException(
                "git fetch",
                $"{branch} was rewritten: {tip} does not come after {head}, which was watched so far; start the watch anew"
            );
        if (DemandsSignature)
            git.Demand(["verify-commit", "--end-of-options", tip]);
        git.DemandInTurn(["checkout", "--quiet", "--force", "--detach", tip]);
        Head = tip;
    }

    public void Publish(string message)
    {
        var present = Recorded.Where(path => Directory.Exists(Path.Combine(folder, path))).ToArray();
        if (present.Length > 0)
            git.DemandInTurn(["add", "--", .. present]);
        if (git.Run(["diff", "--cached", "--quiet"]).ExitCode != 0)
            git.DemandInTurn([.. Identity, "commit", "--quiet", "--file=-"], Encoding.UTF8.GetBytes($"{message}\n"));
        if (Ahead() > 0)
            Push();
    }

    private int Ahead() =>
        int.Parse(
            git.Demand(["rev-list", "--count", $"{Head ?? "HEAD"}..HEAD"]).Text.Trim(),
            System.Globalization.CultureInfo.InvariantCulture
        );

    private void Push()
    {
        for (var left = MostTries; ; left--)
        {
            var tip = Fetch();
            git.DemandInTurn([.. Identity, "rebase", "--quiet", tip]);
            var pushed = git.Run(["push", "--quiet", "--end-of-options", Remote, $"HEAD:refs/heads/{branch}"]);
            if (pushed.ExitCode == 0)
                break;
            if (left == 1)
                throw GitProcess.Failure(["push"], pushed);
        }
        Head = git.Demand(["rev-parse", "HEAD"]).Text.Trim();
    }

    public IReadOnlyList<string> Uncommitted() =>
        [
            .. git.Demand(["status", "--porcelain=v1", "-z", "--no-renames"])
                .Text.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[3..])
                .Where(path => !Recorded.Any(known => path.StartsWith($"{known}/", StringComparison.Ordinal))),
        ];
}
