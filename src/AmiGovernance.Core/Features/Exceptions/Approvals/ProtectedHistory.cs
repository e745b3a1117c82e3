using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// The first parents of the target branch: what was true there, and when. Nobody writes it but by a reviewed merge, so what a branch
/// says of itself (who may approve, what is required, what time it is) does not count; this does.
/// </summary>
internal sealed class ProtectedHistory
{
    private readonly ICommitReader git;

    /// <summary>Of each commit that was merged, the commit on the line that brought it.</summary>
    private readonly Dictionary<string, CommitNode> broughtBy = new(StringComparer.Ordinal);

    public ProtectedHistory(ICommitReader git, TargetBranch branch)
    {
        this.git = git;
        Branch = branch;
        var nodes = branch.Commits.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var line = new List<CommitNode>();
        for (
            var at = branch.Tip;
            at is not null;
            at = at.Parents is [var first, ..] ? nodes.GetValueOrDefault(first) : null
        )
            line.Add(at);
        line.Reverse();
        Line = [.. line];
        foreach (var commit in Line)
            Claim(commit, nodes);
    }

    public TargetBranch Branch { get; }

    /// <summary>The oldest first.</summary>
    public ImmutableArray<CommitNode> Line { get; }

    /// <summary>Null where there is no target branch.</summary>
    /// <param name="head">What is judged by it.</param>
    public static ProtectedHistory? Of(ICommitReader git, string head) =>
        git.Target(head) is { } branch ? new ProtectedHistory(git, branch) : null;

    /// <summary>The commit on the line that brought this one; null for what is not merged.</summary>
    public CommitNode? Bringing(string commit) => broughtBy.GetValueOrDefault(commit);

    /// <summary>
    /// The commit whose files counted when this one was made: the one before it came to the line, the tip for what is not merged. The
    /// first commit of the line counts for itself, since nothing was before it.
    /// </summary>
    public string Before(string commit) =>
        Bringing(commit) is { } brought ? brought.Parents.FirstOrDefault() ?? brought.Id : Branch.Tip.Id;

    /// <summary>A file as it stood at a commit of the line; null when there was none.</summary>
    public SourceText? Read(string commit, string path) => git.Read(commit, path);

    /// <summary>The newest commit of the line that a commit which is not merged yet builds on; null when it builds on none.</summary>
    public CommitNode? BaseOf(string commit)
    {
        var ahead = Branch.Ahead.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var order = Line.Index().ToDictionary(c => c.Item.Id, c => c.Index, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = new Stack<string>([commit]);
        var newest = -1;
        while (left.TryPop(out var id))
            if (broughtBy.TryGetValue(id, out var brought))
                newest = Math.Max(newest, order[brought.Id] - (brought.Id == id ? 0 : 1));
            else if (seen.Add(id) && ahead.TryGetValue(id, out var node))
                foreach (var parent in node.Parents)
                    left.Push(parent);
        return newest < 0 ? null : Line[newest];
    }

    private void Claim(CommitNode commit, Dictionary<string, CommitNode> nodes)
    {
        var left = new Stack<string>([commit.Id]);
        while (left.TryPop(out var id))
            if (nodes.TryGetValue(id, out var node) && broughtBy.TryAdd(id, commit))
                foreach (var parent in node.Parents)
                    left.Push(parent);
    }
}
