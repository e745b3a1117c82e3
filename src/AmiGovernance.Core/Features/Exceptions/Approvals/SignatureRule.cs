using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// Whether the commit of a decision is signed as it must be. Anybody can sign with a key of their own: a signature tells something
/// only when its key is entered for the person.
/// </summary>
internal static class SignatureRule
{
    /// <param name="commit">Null where there is no history to ask.</param>
    public static DecisionProblem? Check(CommitFacts? commit, Person person, Approvers approvers)
    {
        if (commit is null || Problem(commit, person, approvers) is not { } problem)
            return null;
        return new DecisionProblem(
            ApprovalDiagnostics.Signature,
            $"commit {commit.ShortId} {problem}",
            $"{Approvers.Path} asks for a signature here; `git log --show-signature` shows what git sees"
        );
    }

    /// <summary>A bad signature is never passed over, asked for or not.</summary>
    private static string? Problem(CommitFacts commit, Person person, Approvers approvers)
    {
        var isAskedFor = approvers.RequireSignedCommits || !person.SigningKeys.IsEmpty;
        return commit.Signature switch
        {
            CommitSignature.Bad => "has a bad signature",
            _ when !isAskedFor => null,
            CommitSignature.None => "is not signed",
            CommitSignature.Expired => "has an expired signature",
            CommitSignature.Unchecked => "is signed by a key that this machine does not know",
            _ => KeyProblem(commit, person),
        };
    }

    private static string? KeyProblem(CommitFacts commit, Person person)
    {
        if (person.SigningKeys.IsEmpty)
            return $"is signed, but no key of {person.Name} is entered to compare with";
        return person.SigningKeys.Intersect(commit.SigningKeys, StringComparer.OrdinalIgnoreCase).Any()
            ? null
            : $"is signed by `{string.Join(", ", commit.SigningKeys)}`, which is no key of {person.Name}";
    }
}
