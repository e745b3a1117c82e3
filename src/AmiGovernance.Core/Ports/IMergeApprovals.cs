using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports;

public enum ApprovalState
{
    Given,

    /// <summary>Taken back, by a person or since the branch was changed.</summary>
    Dismissed,

    /// <summary>The person asked for changes after it.</summary>
    ChangesRequested,
}

/// <param name="Handle">Without `@`.</param>
/// <param name="Commit">The head of the branch that it was given for; null where the host cannot tell.</param>
public sealed record MergeApproval(string Handle, ApprovalState State, string? Commit);

/// <param name="Name">As people write it, such as `#12` or `!12`.</param>
/// <param name="Approvals">At most one of a person: the last word.</param>
public sealed record ApprovedMerge(string Name, ImmutableArray<MergeApproval> Approvals);

/// <param name="Merges">Those that are merged or open.</param>
/// <param name="Failure">Why the host could not be asked; null when it answered.</param>
public sealed record MergeAnswer(ImmutableArray<ApprovedMerge> Merges, string? Failure);

/// <summary>What the code host knows of approvals.</summary>
public interface IMergeApprovals
{
    /// <summary>As people call the host.</summary>
    string Host { get; }

    /// <summary>The merge requests that brought a commit, or would.</summary>
    /// <param name="commit">Its id.</param>
    /// <param name="target">The branch that they go into, such as `main`.</param>
    MergeAnswer Of(string commit, string target);
}
