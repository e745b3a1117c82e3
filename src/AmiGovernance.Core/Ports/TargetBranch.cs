using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports;

/// <param name="At">When it was committed: for a merge that the code host makes, by the host's clock.</param>
public sealed record CommitNode(string Id, ImmutableArray<string> Parents, DateTimeOffset At);

/// <summary>The branch that only reviewed changes reach.</summary>
/// <param name="Name">As people know it, such as `origin/main`.</param>
/// <param name="Commits">All that lead to its tip, the tip first, each before its parents.</param>
/// <param name="ReadAt">The time of the machine that reads it.</param>
public sealed record TargetBranch(string Name, ImmutableArray<CommitNode> Commits, DateTimeOffset ReadAt)
{
    public CommitNode Tip => Commits[0];

    /// <summary>What leads to the commit that is judged and is not on the branch, each before its parents.</summary>
    public ImmutableArray<CommitNode> Ahead { get; init; } = [];

    /// <summary>As the code host names it, such as `main`.</summary>
    public string HostName { get; init; } = Name;
}
