using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>A rule that a decision breaks.</summary>
internal sealed record DecisionProblem(DiagnosticDescriptor Descriptor, string Message, string Help);

/// <summary>Who may decide: a holder of a role that the type needs, who did not ask for it, and one person for one role.</summary>
internal static class DecisionRules
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
            return NotNeeded(role, type);
        if (approvers.Find(by) is not { } person)
            return NotEntered(by);
        if (!approvers.Holds(person, role))
            return NotHeld(person, role, approvers);
        if (requesters.Any(r => person.IsLike(r) || r.IsSame(by)))
            return OwnRequest(person, role);

        var decidedAs = others.Where(o => person.IsLike(o.By)).Select(o => o.Role);
        return decidedAs.FirstOrDefault(other => !RoleName.AreSame(other, role)) is { } otherRole
            ? SamePerson(person, role, otherRole)
            : null;
    }

    public static string List(IEnumerable<string> roles) => string.Join(" and ", roles.Select(r => $"`{r}`"));

    private static DecisionProblem NotNeeded(string role, ExceptionType type) =>
        new(
            ApprovalDiagnostics.RoleNotNeeded,
            $"`{role}` does not decide on exceptions of type `{type.Name}`",
            $"needed are {List(type.ApproverRoles)}"
        );

    private static DecisionProblem NotEntered(GitIdentity by) =>
        new(
            ApprovalDiagnostics.NotInRole,
            $"{by} is not listed in {Approvers.Path}",
            "git says who you are (`git config user.email`); the address must be among those of a person there"
        );

    private static DecisionProblem NotHeld(Person person, string role, Approvers approvers)
    {
        var members = approvers.Members(role);
        return new DecisionProblem(
            ApprovalDiagnostics.NotInRole,
            $"{person.Name} does not hold the role `{role}`",
            members.IsEmpty
                ? $"nobody does: enter its members in {Approvers.Path}"
                : $"it is held by {string.Join(", ", members.Select(m => m.Name))}"
        );
    }

    private static DecisionProblem OwnRequest(Person person, string role) =>
        new(
            ApprovalDiagnostics.OwnRequest,
            $"{person.Name} asked for this exception and cannot decide on it",
            $"another holder of `{role}` must"
        );

    private static DecisionProblem SamePerson(Person person, string role, string otherRole) =>
        new(
            ApprovalDiagnostics.SamePerson,
            $"{person.Name} has decided as `{otherRole}` already",
            $"two different people must decide: another holder of `{role}` is needed"
        );
}
