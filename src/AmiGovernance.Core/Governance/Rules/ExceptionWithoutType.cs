using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Duration and approvers follow from the type; without one they cannot be held to the table.</summary>
internal static class ExceptionWithoutType
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0212", Severity.Warning, "exception without type"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        // A type that could not be read has been reported by the reader.
        foreach (var exception in input.Config.Exceptions.Where(e => e.Node["type"] is null && !e.IsPermanent))
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node),
                $"the exception for account {exception.AccountId} has no `type`",
                $"add one of {string.Join(", ", input.Config.ExceptionTypes.Values.Select(t => $"`{t.Name}` (at most {Plural.Of(t.MaxDays, "day")})"))}"
            );
    }
}
