using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.TestSupport;

/// <summary>A clone of `origin/main`, on a disk of its own.</summary>
internal sealed class InMemoryWatchedRepository(InMemoryGit remote) : IWatchedRepository
{
    private const string Branch = "origin/main";

    private readonly InMemoryFileStore files = new();

    /// <summary>What somebody works on where the watch is to be.</summary>
    public Func<IReadOnlyList<string>> Worked { get; init; } = () => [];

    public ICommitReader Commits => remote;

    public IFileStore Files => files;

    public string? Head { get; private set; }

    /// <summary>What was demanded to come before, for tests.</summary>
    public string? Demanded { get; private set; }

    public IReadOnlyList<string> Uncommitted() => Worked();

    public void Refresh(string? known = null)
    {
        Demanded = known;
        TakeOver(remote.Branches[Branch]);
    }

    private void TakeOver(string tip)
    {
        var unseen = files.Files.Where(f => RecordedFiles.Contain(f.Key)).ToList();
        files.Files.Clear();
        foreach (var (path, bytes) in unseen.Concat(remote.FilesAt(tip)))
            files.Files[path] = bytes;
        Head = tip;
    }

    public void Publish(string message)
    {
        var tip = remote.Branches[Branch];
        var there = remote.FilesAt(tip);
        List<FileChange> changes =
        [
            .. files
                .Files.Where(f =>
                    RecordedFiles.Contain(f.Key) && !(there.GetValueOrDefault(f.Key) ?? []).SequenceEqual(f.Value)
                )
                .Select(f => new FileChange(f.Key, f.Value)),
        ];
        if (changes.Count > 0)
            remote.CommitOn(Branch, tip, tip, [.. changes], message);
        TakeOver(remote.Branches[Branch]);
    }
}
