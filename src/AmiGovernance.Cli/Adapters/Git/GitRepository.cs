using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>The git repository around a folder, by the `git` program.</summary>
/// <param name="targetBranch">The branch that changes are merged into, as CI names it; null finds it.</param>
internal sealed class GitRepository(
    string workingFolder,
    TimeProvider time,
    bool mayPrompt,
    string? targetBranch = null
) : IGit, IDisposable
{
    private static readonly string[] Signing = ["-S"];

    private static readonly string[] StatusArguments =
    [
        "--porcelain=v1",
        "-z",
        "--untracked-files=all",
        "--no-renames",
    ];

    private readonly GitProcess git = new(workingFolder, mayPrompt);

    /// <summary>What is done before git is asked again for an index that another process holds; a short sleep by default.</summary>
    public Action AwaitTurn
    {
        init => git.AwaitTurn = value;
    }

    private const string Remote = "origin";

    private const string OfRemote = $"refs/remotes/{Remote}/";

    private const string OfHere = "refs/heads/";

    private static readonly string[] UsualBranches = ["main", "master"];

    private GitBlobs? blobs;
    private IMergeApprovals? approvals;
    private GitFacts? facts;
    private string? rewrittenUrl;

    private GitFacts Facts => facts ??= GitFacts.Ask(git, Remote);

    private readonly ConcurrentDictionary<string, ImmutableArray<CommitNode>> graphs = new(StringComparer.Ordinal);

    /// <summary>A commit never changes, so neither does what was read from it.</summary>
    private readonly ConcurrentDictionary<(string Commit, string Path), SourceText?> read = [];

    public GitIdentity? Identity()
    {
        var output = git.Run(["var", "GIT_AUTHOR_IDENT"]);
        if (output.ExitCode != 0)
        {
            git.Demand(["rev-parse", "--git-dir"]);
            return null;
        }
        // `Name <email> seconds zone`; neither part can hold `<` or `>`.
        var text = output.Text;
        var open = text.IndexOf('<', StringComparison.Ordinal);
        var close = text.IndexOf('>', StringComparison.Ordinal);
        return open > 0 && close > open + 1 ? new GitIdentity(text[..open].Trim(), text[(open + 1)..close]) : null;
    }

    public string? Resolve(string revision) => Blobs().Commit(revision);

    public SourceText? Read(string commit, string path)
    {
        if (read.TryGetValue((commit, path), out var known))
            return known;
        var source = Blobs().Read(commit, FromTop(path)) is { } bytes ? new SourceText(path, bytes) : null;
        read[(commit, path)] = source;
        return source;
    }

    public ImmutableArray<string> List(string commit, string folder)
    {
        var below = folder == "." ? "" : $"{folder.TrimEnd('/')}/";
        return
        [
            .. Blobs().List(commit, FromTop(folder)).Select(path => $"{below}{path}").Order(StringComparer.Ordinal),
        ];
    }

    public ImmutableArray<string> Uncommitted(string path)
    {
        var prefix = Facts.Prefix;
        // `XY path`, from the top of the repository; a rename would have a second path, but nothing is staged as one here.
        return
        [
            .. Tokens(git.Demand(["status", .. StatusArguments, "--", path]))
                .Where(t => t.Length > 3)
                .Select(t => t[3..])
                .Where(p => p.StartsWith(prefix, StringComparison.Ordinal))
                .Select(p => p[prefix.Length..])
                .Order(StringComparer.Ordinal),
        ];
    }

    public ImmutableArray<GitCommit> Log(string commit, string path)
    {
        DemandWholeHistory();
        return GitLog.Parse(
            Tokens(
                git.Demand([
                    "-c",
                    "log.showSignature=false",
                    .. WithoutSigners(),
                    "log",
                    .. GitLog.Arguments,
                    commit,
                    "--",
                    path,
                ])
            )
        );
    }

    public TargetBranch? Target(string head)
    {
        if (FindTarget() is not var (name, tip))
            return null;
        DemandWholeHistory();
        var isRemote = name.StartsWith(OfRemote, StringComparison.Ordinal);
        var branch = name[(isRemote ? OfRemote : OfHere).Length..];
        return new TargetBranch(isRemote ? $"{Remote}/{branch}" : branch, Graph(tip), time.GetUtcNow())
        {
            HostName = branch,
            Ahead = head == tip ? [] : Graph(head, "--not", tip),
        };
    }

    /// <summary>Finds the code host behind the address of a remote; null for none.</summary>
    public Func<string, IMergeApprovals?> FindCodeHost { get; init; } = _ => null;

    public IMergeApprovals? Approvals => approvals ??= Origin() is { } url ? FindCodeHost(url) : null;

    /// <summary>See <see cref="RemoteUrl"/>, of the remote that is merged into.</summary>
    private string? Origin()
    {
        if (Facts.Urls.IsEmpty)
            return null;
        // An empty address takes back those before it, in newer versions of git.
        return Facts.RewritesUrls || Facts.Urls.Contains("") ? rewrittenUrl ??= RemoteUrl(Remote) : Facts.Urls[0];
    }

    /// <param name="range">By the ids of commits, so that what it holds never changes.</param>
    private ImmutableArray<CommitNode> Graph(params string[] range)
    {
        var key = string.Join(' ', range);
        if (!graphs.TryGetValue(key, out var graph))
            graphs[key] = graph = GitLog.Graph(
                git.Demand(["-c", "log.showSignature=false", "log", "--topo-order", GitLog.GraphFormat, .. range]).Text
            );
        return graph;
    }

    /// <summary>The commit of a branch of just this full name: nothing else is taken for one.</summary>
    private string? ResolveRef(string name)
    {
        // `ID NAME`; git lets a branch name nothing but a commit.
        var shown = git.Run(["show-ref", "--verify", name]);
        return shown.ExitCode == 0 ? shown.Text.Split(' ')[0] : null;
    }

    /// <summary>
    /// The full name of the branch that is merged into, and its newest commit. Null where it is not there, or where a remote has branches
    /// and nothing says which is its default: whoever may push a branch could give it the usual name.
    /// </summary>
    private (string Name, string Tip)? FindTarget()
    {
        var hasRemote = Origin() is not null;
        var place = hasRemote ? OfRemote : OfHere;
        if (targetBranch is { Length: > 0 })
            return Tip($"{place}{targetBranch}");
        var heads = Heads();
        if (hasRemote && heads.TryGetValue($"{OfRemote}HEAD", out var head))
            return head.IsOf.StartsWith(OfRemote, StringComparison.Ordinal) ? (head.IsOf, head.Id) : null;
        // Before the first push there is nothing to protect but what is here.
        if (hasRemote && git.Demand(["for-each-ref", "--count=1", OfRemote]).Text.Length > 0)
            return null;
        var name = UsualBranches.Select(b => $"{OfHere}{b}").FirstOrDefault(heads.ContainsKey);
        return name is null ? null : (name, heads[name].Id);
    }

    private (string Name, string Tip)? Tip(string name) => ResolveRef(name) is { } tip ? (name, tip) : null;

    /// <summary>By their full names: the usual branches of this clone, and the default branch that it knows of the remote.</summary>
    private Dictionary<string, (string Id, string IsOf)> Heads()
    {
        string[] names = [$"{OfRemote}HEAD", .. UsualBranches.Select(b => $"{OfHere}{b}")];
        var shown = git.Demand(["for-each-ref", "--format=%(refname) %(objectname) %(symref)", .. names]).Text;
        return shown
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            // A pattern stands for what lies below it too.
            .Where(f => names.Contains(f[0]))
            .ToDictionary(f => f[0], f => (f[1], f[2]), StringComparer.Ordinal);
    }

    /// <summary>In a shallow clone the oldest commit seems to have added everything.</summary>
    private void DemandWholeHistory()
    {
        if (!Facts.IsShallow)
            return;
        // Somebody may fetch the rest and try again.
        facts = null;
        throw new GitException(
            "git log",
            "the history is cut off here (a shallow clone); fetch all of it: `git fetch --unshallow`,"
                + " in CI a checkout with full depth"
        );
    }

    /// <summary>Without a list of signers git does not look at SSH signatures at all; with an empty one it says which key it was.</summary>
    private string[] WithoutSigners() => Facts.HasSigners ? [] : ["-c", "gpg.ssh.allowedSignersFile=/dev/null"];

    public string Commit(ImmutableArray<string> paths, string message)
    {
        try
        {
            git.DemandInTurn(["add", "--", .. paths]);
            git.DemandInTurn(
                ["commit", "--quiet", "--only", "--file=-", "--", .. paths],
                Encoding.UTF8.GetBytes(message)
            );
        }
        catch (GitException)
        {
            // The next commit of somebody else would take them along.
            git.Run(["reset", "--quiet", "--", .. paths]);
            throw;
        }
        return Head();
    }

    public string CommitOn(
        string branch,
        string? expected,
        string parent,
        ImmutableArray<FileChange> changes,
        string message
    )
    {
        var name = $"refs/heads/{branch}";
        git.Demand(["check-ref-format", name]);
        // Where the commit is put together before its branch exists. Whoever makes another one at the same time has a place of their own.
        var workbench = $"refs/amigov/workbench-{Guid.NewGuid():N}";
        try
        {
            git.Demand(
                ["fast-import", "--quiet"],
                FastImport.Script(workbench, parent, Facts.Prefix, changes, time.GetUtcNow())
            );
            var tree = git.Demand(["rev-parse", $"{workbench}^{{tree}}"]).Text.Trim();
            // Unlike `git commit`, `commit-tree` does not look at the setting by itself.
            var sign = git.Run(["config", "--type=bool", "commit.gpgsign"]).Text.Trim() == "true";
            var made = git.Demand(
                    ["commit-tree", .. sign ? Signing : [], "-p", parent, "-F", "-", tree],
                    Encoding.UTF8.GetBytes(message)
                )
                .Text.Trim();
            git.Demand(["update-ref", "-m", "amigov", name, made, expected ?? new string('0', made.Length)]);
            return made;
        }
        finally
        {
            git.Run(["update-ref", "-d", workbench]);
        }
    }

    public string? CurrentBranch()
    {
        var output = git.Run(["symbolic-ref", "--quiet", "--short", "HEAD"]);
        return output.ExitCode == 0 ? output.Text.Trim() : null;
    }

    public string DefaultBranch(string remote) =>
        RemoteHead(remote) ?? Usual($"refs/remotes/{remote}/") ?? Usual(OfHere) ?? UsualBranches[0];

    /// <summary>
    /// The default branch of the remote; null where the clone does not know it. `git clone` sets it, `git remote add` does not.
    /// </summary>
    private string? RemoteHead(string remote)
    {
        var place = $"refs/remotes/{remote}/";
        var head = git.Run(["symbolic-ref", "--quiet", $"{place}HEAD"]);
        return head.ExitCode == 0 && head.Text.StartsWith(place, StringComparison.Ordinal)
            ? head.Text.Trim()[place.Length..]
            : null;
    }

    private string? Usual(string place) => UsualBranches.FirstOrDefault(b => ResolveRef($"{place}{b}") is not null);

    public string? RemoteBranch(string remote, string branch)
    {
        var line = git.Demand(["ls-remote", "--heads", "--end-of-options", remote, $"refs/heads/{branch}"]).Text;
        return line.Length == 0 ? null : line.Split('\t')[0];
    }

    public string? RemoteUrl(string remote)
    {
        var output = git.Run(["remote", "get-url", "--", remote]);
        if (output.ExitCode == 0)
            return output.Text.Trim();
        git.Demand(["rev-parse", "--git-dir"]);
        return null;
    }

    public void Fetch(string remote) => git.Demand(["fetch", "--quiet", "--end-of-options", remote]);

    public void Push(string remote, string branch, string? expected) =>
        git.Demand([
            "push",
            "--quiet",
            $"--force-with-lease=refs/heads/{branch}:{expected}",
            "--end-of-options",
            remote,
            $"refs/heads/{branch}:refs/heads/{branch}",
        ]);

    private string Head() => git.Demand(["rev-parse", "HEAD"]).Text.Trim();

    /// <summary>The path, relative to the working folder or to none, as commits have it.</summary>
    private string FromTop(string path)
    {
        var relative = Path.IsPathRooted(path) ? Path.GetRelativePath(workingFolder, path).Replace('\\', '/') : path;
        var parts = new List<string>();
        foreach (var part in $"{Facts.Prefix}{relative}".Split('/').Where(p => p is not ("" or ".")))
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                throw new GitException("git ls-tree", $"`{path}` lies outside of the repository");
        return string.Join('/', parts);
    }

    /// <summary>One for all who read at the same time: the console reads the state while somebody decides.</summary>
    private GitBlobs Blobs() => LazyInitializer.EnsureInitialized(ref blobs, () => new GitBlobs(git));

    public void Dispose() => blobs?.Dispose();

    private static string[] Tokens(GitOutput output) => output.Text.Split('\0');
}
