using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>The ends of a record to which something was added that is no deployment.</summary>
internal static class HistoryEnds
{
    /// <summary>Null where what was added is the one end of the record.</summary>
    /// <param name="record">Took what was added.</param>
    public static Diagnostic? Beside(DeploymentRecord record) =>
        record.Beside() is not { } other
            ? null
            : Diagnostic.About(
                DeploymentLog.Folder,
                PlanningDiagnostics.LogForked,
                $"what was added is recorded; {other.Text} ended at the same time",
                "the record has two ends now: `amigov status` shows what is deployed; then `amigov history --merge` joins the two"
            ) with
            {
                Severity = Severity.Warning,
            };
}
