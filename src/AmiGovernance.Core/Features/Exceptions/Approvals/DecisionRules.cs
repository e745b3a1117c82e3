using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>A rule that a decision breaks.</summary>
public sealed record DecisionProblem(DiagnosticDescriptor Descriptor, string Message, string Help);

/// <summary>Who may decide: a holder of a role that the type needs, who did not ask for it, and one person for one role.</summary>
public static class DecisionRules
{
    /// <param name="others">The people who decided in other roles already.</param>
    public static DecisionProblem? Check(
        ExceptionType type,
        Approvers approvers,
        string role,
        GitIdentity by,
        IEnumerable<GitIdentity> requesters,
        IEnumerable<(string Role, GitIdentity By)> others
    )
    {
        if (!type.ApproverRoles.Any(r => RoleName.AreSame(r, role)))
            return new DecisionProblem(
                ApprovalDiagnostics.RoleNotNeeded,
                $"`{role}` does not decide on exceptions of type `{type.Name}`",
                $"needed are {List(type.ApproverRoles)}"
            );
        if (approvers.Find(by) is not { } person)
            return new DecisionProblem(
                ApprovalDiagnostics.NotInRole,
                $"{by} is nobody in {Approvers.Path}",
                "git says who you are (`git config user.email`); the address must be among those of a person there"
            );
        if (!approvers.Holds(person, role))
            return new DecisionProblem(
                ApprovalDiagnostics.NotInRole,
                $"{person.Name} does not hold the role `{role}`",
                approvers.Members(role) is { IsEmpty: false } members
                    ? $"it is held by {string.Join(", ", members.Select(m => m.Name))}"
                    : $"nobody does: enter its members in {Approvers.Path}"
            );
        if (requesters.Any(r => person.Is(r) || r.IsSame(by)))
            return new DecisionProblem(
                ApprovalDiagnostics.OwnRequest,
                $"{person.Name} asked for this exception and cannot decide on it",
                $"another holder of `{role}` must"
            );
        foreach (var (otherRole, other) in others)
            if (!RoleName.AreSame(otherRole, role) && person.Is(other))
                return new DecisionProblem(
                    ApprovalDiagnostics.SamePerson,
                    $"{person.Name} has decided as `{otherRole}` already",
                    $"two different people must decide: another holder of `{role}` is needed"
                );
        return null;
    }

    public static string List(IEnumerable<string> roles) => string.Join(" and ", roles.Select(r => $"`{r}`"));
}
