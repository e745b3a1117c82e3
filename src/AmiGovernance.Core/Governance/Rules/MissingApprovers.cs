using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Every approver role that the type demands must have approved; without a type, two different approvers.</summary>
internal static class MissingApprovers
{
    private const int ApproversWithoutType = 2;

    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0204", Severity.Error, "approval missing or by the wrong roles"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions)
        {
            var limits = ExceptionLimits.Of(input.Config, exception);
            if (Problem(exception, limits.Type) is not { } problem)
                continue;
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node, "approved_by"),
                problem.Message,
                problem.Help,
                severity: limits.IsStrict ? Severity.Error : Severity.Warning
            );
        }
    }

    private static (string Message, string Help)? Problem(ExceptionAccount exception, ExceptionType? type)
    {
        var given = exception.ApprovedBy.Select(RoleName.Normal).ToHashSet(StringComparer.Ordinal);
        if (type is null)
            return given.Count >= ApproversWithoutType
                ? null
                : (
                    $"{Plural.Of(given.Count, "approver")} for account {exception.AccountId}; an exception needs {ApproversWithoutType} in different roles",
                    "give `type`, and `approved_by` as a list of the roles that approved, such as [\"security-lead\", \"cloud-architect\"]"
                );
        var missing = type.ApproverRoles.Where(role => !given.Contains(RoleName.Normal(role))).ToList();
        return missing.Count == 0
            ? null
            : (
                $"type `{type.Name}` needs the approval of {List(type.ApproverRoles)}; missing: {List(missing)}",
                "`approved_by` is a list of approver roles; add a role only after it has approved"
            );
    }

    private static string List(IEnumerable<string> roles) => string.Join(" and ", roles.Select(r => $"`{r}`"));
}
