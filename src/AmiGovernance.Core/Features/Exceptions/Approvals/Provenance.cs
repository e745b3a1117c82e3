using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>The commits that touched a file, the newest first, each with what it did: `A` added, `M` changed, `D` deleted.</summary>
internal sealed record Provenance(ImmutableArray<(CommitFacts Commit, string Change)> Commits)
{
    public static readonly Provenance None = new([]);

    public bool IsDeleted => Commits is [(_, "D"), ..];

    public CommitFacts Newest => Commits[0].Commit;

    /// <summary>The commits of one person that left the file with some content.</summary>
    public IEnumerable<CommitFacts> By(GitIdentity person) =>
        Commits.Where(c => c.Change != "D" && c.Commit.Author.IsSame(person)).Select(c => c.Commit);
}

/// <summary>What version control knows about the files of the requests.</summary>
/// <param name="Files">By path; a file without an entry is not committed.</param>
/// <param name="ReadAt">A file as a commit holds it; null when it has none there.</param>
internal sealed record FileHistory(
    ImmutableDictionary<string, Provenance> Files,
    Func<string, string, SourceText?> ReadAt
)
{
    /// <summary>Whether anything is committed here at all.</summary>
    public bool HasCommits { get; init; }

    /// <summary>Null where there is no target branch.</summary>
    public ProtectedHistory? Protected { get; init; }

    /// <summary>Null where there is no code host to ask.</summary>
    public HostApprovals? Host { get; init; }

    public Provenance Of(string path) => Files.GetValueOrDefault(path, Provenance.None);

    /// <summary>Whether a commit holds files just as they are now.</summary>
    /// <param name="commit">Its id.</param>
    public bool Holds(string commit, params ReadOnlySpan<SourceText> files)
    {
        foreach (var file in files)
            if (ReadAt(commit, file.Path)?.HasBytes(file.Bytes) != true)
                return false;
        return true;
    }

    /// <summary>The commit of a person that holds the file just as it is now; null when there is none.</summary>
    public CommitFacts? Bringing(SourceText file, GitIdentity person) =>
        Of(file.Path).By(person).FirstOrDefault(c => Holds(c.Id, file));
}
