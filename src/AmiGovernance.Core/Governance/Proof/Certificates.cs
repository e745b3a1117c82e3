namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Which guarantees a certificate shows.</summary>
internal static class Certificates
{
    public static bool IsProven(GuaranteeResult result) => Covers(result.Id) && result.Outcome == ProofOutcome.Proven;

    /// <summary>Why a certificate does not show a guarantee.</summary>
    public static string WhyNot(GuaranteeResult result) =>
        result.Id switch
        {
            GuaranteeId.LayersAgree => "compares the lists of both policies, not requests",
            GuaranteeId.StatementsFire => "asks of each statement alone, not of requests below all of them",
            GuaranteeId.BreakGlassWorks => "asks besides who could become such a principal",
            _ => $"not applicable: {result.Reason}",
        };

    /// <summary>Why there is no certificate; null when there can be one.</summary>
    public static string? Problem(IEnumerable<GuaranteeResult> results, CertifiedClasses classes)
    {
        var open = results.FirstOrDefault(r => Covers(r.Id) && IsOpen(r.Outcome));
        return open is null ? classes.Problem : $"guarantee {open.Number} is not proven";
    }

    /// <summary>Those that speak of requests alone.</summary>
    private static bool Covers(GuaranteeId id) =>
        id is not (GuaranteeId.LayersAgree or GuaranteeId.StatementsFire or GuaranteeId.BreakGlassWorks);

    private static bool IsOpen(ProofOutcome outcome) => outcome is ProofOutcome.Refuted or ProofOutcome.NotProven;
}
