using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// What the code host vouches for: that a person approved, there, the merge request into the target branch that brought a commit, and
/// that what was approved is what stands here.
/// </summary>
/// <param name="target">The target branch, as the host names it.</param>
internal sealed class HostApprovals(IMergeApprovals host, ICommitReader git, string target)
{
    private static readonly int[] IdLengths = [40, 64];

    /// <summary>Null where there is no host to ask, or no branch to ask about.</summary>
    public static HostApprovals? Of(ICommitReader git, ProtectedHistory? branch) =>
        git.Approvals is { } host && branch is not null ? new HostApprovals(host, git, branch.Branch.HostName) : null;

    /// <param name="commit">That of the decision.</param>
    /// <param name="holds">Whether a commit holds what was decided on, and the decision, just as they are now.</param>
    public HostWord Of(CommitFacts commit, Person person, Func<string, bool> holds)
    {
        if (person.Handle?.TrimStart('@') is not { Length: > 0 } handle)
            return HostWord.No($"{host.Host} is not asked, for no `handle` of {person.Name} is entered");
        var answer = host.Of(commit.Id, target);
        if (answer.Failure is { } failure)
            return HostWord.Unknown(Sanitize.Text(failure));
        if (answer.Merges.IsEmpty)
            return HostWord.No($"{host.Host} knows no merge request into {target} that brought it");

        var words = answer.Merges.Select(m => Of(m, handle, holds)).ToList();
        return words.Find(w => w.IsApproval) ?? words[0];
    }

    private HostWord Of(ApprovedMerge merge, string handle, Func<string, bool> holds)
    {
        var where = $"{merge.Name} on {host.Host}";
        var approval = merge.Approvals.FirstOrDefault(a => a.Handle.Equals(handle, StringComparison.OrdinalIgnoreCase));
        return approval?.State switch
        {
            null => HostWord.No($"@{handle} does not approve {where}"),
            ApprovalState.Dismissed => HostWord.No($"the approval of {where} by @{handle} was dismissed"),
            ApprovalState.ChangesRequested => HostWord.No($"@{handle} asks for changes of {where}"),
            _ => OfCommit(approval.Commit, $"@{handle} approved {where}", holds),
        };
    }

    private HostWord OfCommit(string? commit, string approved, Func<string, bool> holds)
    {
        if (commit is null || !IsId(commit))
            return HostWord.No($"{approved}, but for which commit cannot be told");
        var name = $"{approved} at commit {CommitFacts.Short(commit)}";
        if (git.Resolve(commit) is null)
            return HostWord.No($"{name}, which is not in this history");
        return holds(commit) ? HostWord.Approved : HostWord.No($"{name}, which does not hold it as it is now");
    }

    /// <summary>What comes from outside is not given to git as anything else.</summary>
    private static bool IsId(string text) => IdLengths.Contains(text.Length) && text.All(char.IsAsciiHexDigit);
}
