using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Approvals of which the code host could not tell: nothing is wrong with them that is known, and nothing rests on them.</summary>
public static class UnknownApprovals
{
    public static bool IsOne(Diagnostic finding) =>
        finding.Severity == Severity.Error && finding.Descriptor == ApprovalDiagnostics.HostUnknown;

    /// <summary>Whether they are all that keeps the answer from being "yes".</summary>
    public static bool AreAllErrors(IReadOnlyCollection<Diagnostic> findings) =>
        findings.Any(IsOne) && findings.Where(f => f.Severity == Severity.Error).All(IsOne);
}
