using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Reports why nothing may be planned, where it is the organization that does not allow it.</summary>
internal static class PlanProblems
{
    public static void Report(PlanResult? result, DiagnosticBag bag)
    {
        foreach (var problem in result?.Problems ?? [])
            bag.Report(
                PlanningDiagnostics.NotPlannable,
                SourceLocation.OfFile(SourceText.Missing("organization")),
                problem
            );
    }
}
