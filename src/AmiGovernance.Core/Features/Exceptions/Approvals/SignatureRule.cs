using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// What vouches for the commit of a decision, and whether that is enough. Anybody can sign with a key of their own: a signature tells
/// something only when its key is entered for the person.
/// </summary>
/// <param name="Host">What the code host says of the merge request that brought the commit.</param>
internal sealed record SignatureRule(Person Person, Assurance Required, HostWord Host)
{
    /// <summary>What the commit brings, as people call it.</summary>
    public string What { get; init; } = "a decision";

    /// <summary>What vouches for the commit.</summary>
    public Assurance Of(CommitFacts commit)
    {
        if (commit.Signature == CommitSignature.Good && Person.HasSigned(commit))
            return Assurance.Signed;
        return Host.IsApproval ? Assurance.HostApproved : Assurance.Unsigned;
    }

    /// <param name="commit">Null where there is no history to ask.</param>
    public DecisionProblem? Check(CommitFacts? commit)
    {
        if (commit is null || Problem(commit) is not { } problem)
            return null;
        if (Host.IsUnknown)
            return new DecisionProblem(
                ApprovalDiagnostics.HostUnknown,
                $"commit {commit.ShortId} {problem}, and whether {Person.Name} approved it on the code host is not known: {Host.Why}",
                "until the host answers, this decision does not count"
            );
        var host = Host.Why is { } why ? $", and {why}" : "";
        return new DecisionProblem(
            ApprovalDiagnostics.Signature,
            $"commit {commit.ShortId} {problem}{host}",
            $"{What} must be {Assurances.Required.Of(Required)} here; `git log --show-signature` shows what git sees"
        );
    }

    /// <summary>A bad signature is never passed over, asked for or not.</summary>
    private string? Problem(CommitFacts commit)
    {
        if (commit.Signature == CommitSignature.Bad)
            return "has a bad signature";
        if (Of(commit) >= Required)
            return null;
        return commit.Signature switch
        {
            CommitSignature.None => "is not signed",
            CommitSignature.Expired => "has an expired signature",
            CommitSignature.Unchecked => "is signed by a key that this machine does not know",
            _ => KeyProblem(commit),
        };
    }

    private string KeyProblem(CommitFacts commit) =>
        Person.SigningKeys.IsEmpty
            ? $"is signed, but no key of {Person.Name} is entered to compare with"
            : $"is signed by `{string.Join(", ", commit.SigningKeys)}`, which is no key of {Person.Name}";
}
