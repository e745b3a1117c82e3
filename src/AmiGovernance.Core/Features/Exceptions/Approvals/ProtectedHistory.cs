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

    /// <summary>Of each commit that was merged, the place on the line of the commit that brought it.</summary>
    private readonly Dictionary<string, int> broughtBy = new(StringComparer.Ordinal);

    /// <summary>Of each commit that is not merged yet, the place on the line of its base; -1 for none.</summary>
    private readonly Dictionary<string, int> bases = new(StringComparer.Ordinal);

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
        for (var place = 0; place < Line.Length; place++)
            Claim(place, nodes);
        foreach (var commit in branch.Ahead.Reverse())
            bases[commit.Id] = commit.Parents.Select(PlaceOfBase).Append(-1).Max();
    }

    public TargetBranch Branch { get; }

    /// <summary>The oldest first.</summary>
    public ImmutableArray<CommitNode> Line { get; }

    /// <summary>Null where there is no target branch.</summary>
    /// <param name="head">What is judged by it.</param>
    public static ProtectedHistory? Of(ICommitReader git, string head) =>
        git.Target(head) is { } branch ? new ProtectedHistory(git, branch) : null;

    /// <summary>The commit on the line that brought this one; null for what is not merged.</summary>
    public CommitNode? Bringing(string commit) => broughtBy.TryGetValue(commit, out var place) ? Line[place] : null;

    /// <summary>
    /// The commit whose files counted when this one was made: the one before it came to the line, the tip for what is not merged. The
    /// first commit of the line counts for itself, since nothing was before it.
    /// </summary>
    public string Before(string commit) =>
        Bringing(commit) is { } brought ? brought.Parents.FirstOrDefault() ?? brought.Id : Branch.Tip.Id;

    /// <summary>A file as it stood at a commit of the line; null when there was none.</summary>
    public SourceText? Read(string commit, string path) => git.Read(commit, path);

    /// <summary>A file as the target branch has it now; null when it has none.</summary>
    public SourceText? ReadTip(string path) => Read(Branch.Tip.Id, path);

    /// <summary>The commit of the line with which something came that the tip has still.</summary>
    /// <param name="stateAt">What it was at a commit.</param>
    public CommitNode Since(Func<string, string> stateAt)
    {
        var now = stateAt(Branch.Tip.Id);
        return Line.Reverse().TakeWhile(c => stateAt(c.Id) == now).Last();
    }

    /// <summary>The newest commit of the line that a commit which is not merged yet builds on; null when it builds on none.</summary>
    public CommitNode? BaseOf(string commit) => PlaceOfBase(commit) is >= 0 and var place ? Line[place] : null;

    /// <summary>A commit of the line is its own base; what was merged builds on what stood before the merge.</summary>
    private int PlaceOfBase(string commit)
    {
        if (broughtBy.TryGetValue(commit, out var place))
            return Line[place].Id == commit ? place : place - 1;
        return bases.GetValueOrDefault(commit, -1);
    }

    private void Claim(int place, Dictionary<string, CommitNode> nodes)
    {
        var left = new Stack<string>([Line[place].Id]);
        while (left.TryPop(out var id))
            if (nodes.TryGetValue(id, out var node) && broughtBy.TryAdd(id, place))
                foreach (var parent in node.Parents)
                    left.Push(parent);
    }
}
