using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// Who could approve when a decision was made: by the target branch as it was before the decision came to it, never by the branch that
/// brings the decision, for its author writes that.
/// </summary>
/// <param name="here">The list of what is checked out; counts only where there is no history to ask.</param>
/// <param name="required">What must vouch for a decision at least.</param>
internal sealed class ApproverLists(Approvers? here, Assurance required, FileHistory? history)
{
    private readonly Dictionary<string, Approvers?> read = new(StringComparer.Ordinal);

    private readonly HostApprovals? host = history?.Host;

    /// <summary>Null where nobody could approve.</summary>
    /// <param name="commit">That of the decision; null where there is no history to ask.</param>
    public Approvers? For(CommitFacts? commit)
    {
        if (history is null)
            return here;
        return commit is null ? null : Before(commit.Id);
    }

    /// <summary>Those who may decide now.</summary>
    public Approvers? Now => history is null ? here : At(history.Protected?.Branch.Tip.Id);

    /// <summary>
    /// Those who must agree to another list: the last that the target branch had, so that a list which is deleted is not made anew by one
    /// person. Null before the first.
    /// </summary>
    public Approvers? InForce =>
        history?.Protected is { } branch
            ? branch.Line.Reverse().Select(c => At(c.Id)).FirstOrDefault(l => l is not null)
            : here;

    /// <summary>Those who may decide on what a commit brings.</summary>
    private Approvers? Before(string commit) => At(history?.Protected?.Before(commit));

    /// <summary>The code host is asked only where its word is enough, and no signature speaks for the commit.</summary>
    /// <param name="holds">Whether a commit holds what was decided on, and the decision, just as they are now.</param>
    public SignatureRule Signature(Approvers approvers, Person person, CommitFacts? commit, Func<string, bool> holds)
    {
        var rule = new SignatureRule(person, Required(approvers, person), HostWord.NotAsked);
        var isAsked =
            rule.Required == Assurance.HostApproved
            && commit is not null
            && commit.Signature != CommitSignature.Bad
            && rule.Of(commit) < Assurance.Signed;
        return isAsked && commit is not null && host is not null
            ? rule with
            {
                Host = host.Of(commit, person, holds),
            }
            : rule;
    }

    /// <summary>What vouches for the commit of a request where a signature is demanded; null where it is not.</summary>
    public SignatureRule? OfRequest(Approvers approvers, Person person) =>
        approvers.RequireSignedCommits || required == Assurance.Signed
            ? new SignatureRule(person, Assurance.Signed, HostWord.NotAsked) { What = "a request" }
            : null;

    /// <summary>Whoever has a key signs, where the process does not say that the code host's word is enough.</summary>
    private Assurance Required(Approvers approvers, Person person)
    {
        var asksForSignature =
            approvers.RequireSignedCommits || required == Assurance.Unsigned && !person.SigningKeys.IsEmpty;
        return asksForSignature ? Assurance.Signed : required;
    }

    private Approvers? At(string? commit)
    {
        if (commit is null)
            return null;
        if (!read.TryGetValue(commit, out var approvers))
            read[commit] = approvers = history?.Protected?.Read(commit, Approvers.Path) is { } source
                ? Reading.Of(bag => ApproversReader.Read(source, bag)).IfSound
                : null;
        return approvers;
    }
}
