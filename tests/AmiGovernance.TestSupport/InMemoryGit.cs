using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.TestSupport;

/// <summary>A repository with one branch checked out, over the files in memory. What git does beyond that is tested with git itself.</summary>
internal sealed class InMemoryGit(InMemoryFileStore files, Func<DateTimeOffset> now) : IGit
{
    private sealed record Stored(GitCommit Commit, string? Parent, ImmutableSortedDictionary<string, byte[]> Files);

    private static readonly ImmutableSortedDictionary<string, byte[]> NoFiles = ImmutableSortedDictionary.Create<
        string,
        byte[]
    >(StringComparer.Ordinal);

    private readonly Dictionary<string, Stored> commits = new(StringComparer.Ordinal);

    /// <summary>By name, such as `main` and `origin/main`.</summary>
    public SortedDictionary<string, string> Branches { get; } = new(StringComparer.Ordinal);

    public GitIdentity? Author { get; set; }

    public CommitSignature Signature { get; set; }

    public ImmutableArray<string> SigningKeys { get; set; } = [];

    public string? Remote { get; set; }

    /// <summary>Whether no branch is checked out, as within a rebase.</summary>
    public bool IsDetached { get; set; }

    /// <summary>What every call fails with; null for none.</summary>
    public GitException? Failure { get; set; }

    /// <summary>Commits all files, as a person would.</summary>
    public string CommitAll(string message) =>
        Add("main", Resolve("main"), files.Files.ToImmutableSortedDictionary(StringComparer.Ordinal), message);

    /// <summary>A branch is merged into main, and main is checked out.</summary>
    public void Merge(string branch)
    {
        Branches["main"] = Branches[branch];
        files.Files.Clear();
        foreach (var (path, bytes) in commits[Branches[branch]].Files)
            files.Files[path] = bytes;
    }

    /// <summary>Everybody sees main as it is here.</summary>
    public void PushMain(string remoteUrl)
    {
        Remote = remoteUrl;
        Branches["origin/main"] = Branches["main"];
    }

    public GitIdentity? Identity()
    {
        ThrowFailure();
        return Author;
    }

    public string? Resolve(string revision)
    {
        ThrowFailure();
        if (revision.EndsWith('^'))
            return Resolve(revision[..^1]) is { } child ? commits[child].Parent : null;
        var name =
            revision == "HEAD"
                ? "main"
                : revision
                    .Replace("refs/heads/", "", StringComparison.Ordinal)
                    .Replace("refs/remotes/", "", StringComparison.Ordinal);
        return commits.ContainsKey(revision) ? revision : Branches.GetValueOrDefault(name);
    }

    public SourceText? Read(string commit, string path) =>
        commits[commit].Files.TryGetValue(path, out var bytes) ? new SourceText(path, bytes) : null;

    public ImmutableArray<string> List(string commit, string folder) =>
        [
            .. commits[commit]
                .Files.Keys.Where(p => folder == "." || p.StartsWith($"{folder}/", StringComparison.Ordinal)),
        ];

    public ImmutableArray<string> Uncommitted(string path)
    {
        var head = Resolve("HEAD") is { } id ? commits[id].Files : NoFiles;
        return
        [
            .. Differences(head, files.Files.ToImmutableSortedDictionary(StringComparer.Ordinal))
                .Select(d => d.Path)
                .Where(p => p == path || p.StartsWith($"{path}/", StringComparison.Ordinal)),
        ];
    }

    public ImmutableArray<GitCommit> Log(string commit, string path)
    {
        var found = ImmutableArray.CreateBuilder<GitCommit>();
        for (var at = commits[commit]; ; at = commits[at.Parent])
        {
            ImmutableArray<(string, string Path)> changes =
            [
                .. at.Commit.Changes.Where(c =>
                    c.Path == path || c.Path.StartsWith($"{path}/", StringComparison.Ordinal)
                ),
            ];
            if (!changes.IsEmpty)
                found.Add(at.Commit with { Changes = changes });
            if (at.Parent is null)
                return found.ToImmutable();
        }
    }

    /// <summary>The branch that the environment names; null when it names none.</summary>
    public string? TargetName { get; set; }

    public TargetBranch? Target(string head)
    {
        ThrowFailure();
        var name = TargetName ?? UsualTarget();
        if (!Branches.TryGetValue(name, out var tip))
            return null;
        var line = new List<CommitNode>();
        for (var at = tip; at is not null; at = commits[at].Parent)
            line.Add(new CommitNode(at, commits[at].Parent is { } parent ? [parent] : [], commits[at].Commit.At));
        var merged = line.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var ahead = new List<CommitNode>();
        for (var at = head; at is not null && !merged.Contains(at); at = commits[at].Parent)
            ahead.Add(new CommitNode(at, commits[at].Parent is { } parent ? [parent] : [], commits[at].Commit.At));
        return new TargetBranch(name, [.. line], now())
        {
            HostName = name.Replace("origin/", "", StringComparison.Ordinal),
            Ahead = [.. ahead],
        };
    }

    /// <summary>Finds the code host behind the address of a remote; null for none.</summary>
    public Func<string, IMergeApprovals?> FindCodeHost { get; init; } = _ => null;

    public IMergeApprovals? Approvals => approvals ??= Remote is null ? null : FindCodeHost(Remote);

    private IMergeApprovals? approvals;

    private string UsualTarget() => Remote is not null && Branches.ContainsKey("origin/main") ? "origin/main" : "main";

    public string Commit(ImmutableArray<string> paths, string message)
    {
        var head = Resolve("HEAD");
        var tree = head is null ? NoFiles : commits[head].Files;
        return Add("main", head, tree.SetItems(paths.Select(p => KeyValuePair.Create(p, files.Files[p]))), message);
    }

    public string CommitOn(
        string branch,
        string? expected,
        string parent,
        ImmutableArray<FileChange> changes,
        string message
    )
    {
        if (Branches.GetValueOrDefault(branch) != expected)
            throw new GitException("git update-ref", $"the branch {branch} is not where it was");
        var tree = changes.Aggregate(
            commits[parent].Files,
            (all, change) =>
                change.Bytes is { } bytes ? all.SetItem(change.Path, bytes.ToArray()) : all.Remove(change.Path)
        );
        return Add(branch, parent, tree, message);
    }

    public string? RemoteUrl(string remote) => Remote;

    public string? CurrentBranch() => IsDetached ? null : "main";

    public string DefaultBranch(string remote) => "main";

    public string? RemoteBranch(string remote, string branch) => Branches.GetValueOrDefault($"{remote}/{branch}");

    public void Fetch(string remote) => ThrowFailure();

    public void Push(string remote, string branch, string? expected)
    {
        if (Branches.GetValueOrDefault($"{remote}/{branch}") != expected)
            throw new GitException("git push", "stale info");
        Branches[$"{remote}/{branch}"] = Branches[branch];
    }

    /// <summary>The files that are not as they were committed.</summary>
    public IReadOnlyList<string> Uncommitted()
    {
        var head = Resolve("HEAD") is { } id ? commits[id].Files : NoFiles;
        return
        [
            .. Differences(head, files.Files.ToImmutableSortedDictionary(StringComparer.Ordinal)).Select(d => d.Path),
        ];
    }

    /// <summary>All files of a commit.</summary>
    public ImmutableSortedDictionary<string, byte[]> FilesAt(string commit) => commits[commit].Files;

    public string Message(string commit) => commits[commit].Commit.Subject;

    private string Add(string branch, string? parent, ImmutableSortedDictionary<string, byte[]> tree, string message)
    {
        var before = parent is null ? NoFiles : commits[parent].Files;
        var id = Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    $"{parent}|{Author}|{now():O}|{message}|{string.Join('|', tree.Select(f => f.Key + Convert.ToHexString(f.Value)))}"
                )
            )
        )[..40];
        var facts = new CommitFacts(id, Author ?? new GitIdentity("", ""), Signature, SigningKeys);
        commits[id] = new Stored(
            new GitCommit(facts, now(), message.Split('\n')[0], [.. Differences(before, tree)]),
            parent,
            tree
        );
        Branches[branch] = id;
        return id;
    }

    private static IEnumerable<(string Change, string Path)> Differences(
        ImmutableSortedDictionary<string, byte[]> before,
        ImmutableSortedDictionary<string, byte[]> after
    ) =>
        before
            .Keys.Concat(after.Keys)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(path =>
                (before.TryGetValue(path, out var old), after.TryGetValue(path, out var now)) switch
                {
                    (false, true) => ("A", path),
                    (true, false) => ("D", path),
                    _ => old.AsSpan().SequenceEqual(now) ? ("", path) : ("M", path),
                }
            )
            .Where(d => d.Item1.Length > 0);

    private void ThrowFailure()
    {
        if (Failure is not null)
            throw Failure;
    }
}
