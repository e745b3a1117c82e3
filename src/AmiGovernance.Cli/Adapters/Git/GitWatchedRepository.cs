using System.Globalization;
using System.Text;
using AmiGovernance.Core.Features.Watch;
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

    /// <summary>Where signatures are demanded, what the watch records must carry one too: the next look demands it.</summary>
    private string[] Signing => DemandsSignature ? ["--gpg-sign"] : [];

    private readonly GitProcess git = new(folder, mayPrompt: false);

    /// <summary>What the last refresh was told.</summary>
    private string? watched;

    /// <summary>Whether the newest commit must carry a signature that git accepts (`gpg.ssh.allowedSignersFile`, or a GPG key).</summary>
    public bool DemandsSignature { get; init; }

    public ICommitReader Commits => commits;

    public IFileStore Files => files;

    public string? Head { get; private set; }

    public void Refresh(string? known = null)
    {
        watched = known;
        TakeOver(Fetch());
    }

    private string Fetch()
    {
        git.Demand(["fetch", "--quiet", "--end-of-options", Remote, $"refs/heads/{branch}"]);
        return git.Demand(["rev-parse", "--verify", "FETCH_HEAD^{commit}"]).Text.Trim();
    }

    private void TakeOver(string tip)
    {
        if (tip == Head)
            return;
        Accept(tip);
        git.DemandInTurn(["checkout", "--quiet", "--force", "--detach", tip]);
        Head = tip;
    }

    /// <summary>Throws when what is to be watched is not what was reviewed, whichever way it comes in.</summary>
    private void Accept(string tip)
    {
        if ((Head ?? watched) is { } head && git.Run(["merge-base", "--is-ancestor", head, tip]).ExitCode != 0)
            throw new GitException(
                "git fetch",
                $"{branch} was rewritten: {tip} does not come after {head}, which was watched so far;"
                    + " who may rewrite it takes `head` out of the store's state"
            );
        if (DemandsSignature && git.Run(["verify-commit", "--end-of-options", tip]) is { ExitCode: not 0 } refused)
            throw new GitException(
                "git verify-commit",
                $"the newest commit of {branch}, {tip}, has no signature that git accepts: {GitProcess.Failure([], refused).Message}"
            );
    }

    public void Publish(string message)
    {
        var present = RecordedFiles.Paths.Where(path => Path.Exists(Path.Combine(folder, path))).ToArray();
        if (present.Length > 0)
            git.DemandInTurn(["add", "--", .. present]);
        if (git.Run(["diff", "--cached", "--quiet"]).ExitCode != 0)
            git.DemandInTurn(
                [.. Identity, "commit", "--quiet", .. Signing, "--file=-"],
                Encoding.UTF8.GetBytes($"{message}\n")
            );
        if (Ahead() > 0)
            Push();
    }

    private int Ahead() =>
        int.Parse(
            git.Demand(["rev-list", "--count", $"{Head ?? "HEAD"}..HEAD"]).Text.Trim(),
            CultureInfo.InvariantCulture
        );

    private void Push()
    {
        for (var left = MostTries; ; left--)
        {
            Rebase(Fetch());
            var pushed = git.Run(["push", "--quiet", "--end-of-options", Remote, $"HEAD:refs/heads/{branch}"]);
            if (pushed.ExitCode == 0)
                break;
            if (left == 1)
                throw GitProcess.Failure(["push"], pushed);
        }
        Head = git.Demand(["rev-parse", "HEAD"]).Text.Trim();
    }

    private void Rebase(string tip)
    {
        if (tip != Head)
            Accept(tip);
        try
        {
            git.DemandInTurn([.. Identity, "rebase", "--quiet", .. Signing, tip]);
        }
        catch (GitException)
        {
            // A rebase that stays half done would stop every later one.
            git.Run(["rebase", "--abort"]);
            throw;
        }
    }

    public IReadOnlyList<string> Uncommitted() =>
        [.. commits.Uncommitted(".").Where(path => !RecordedFiles.Contain(path))];
}
