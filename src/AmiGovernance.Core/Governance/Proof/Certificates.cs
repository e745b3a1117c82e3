namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Which guarantees a certificate covers.</summary>
internal static class Certificates
{
    public static bool Covers(GuaranteeId id) => id <= GuaranteeId.AuditDeniesNothing;

    /// <summary>What of a guarantee no class of requests shows.</summary>
    public static string WhyNot(GuaranteeId id) =>
        id switch
        {
            GuaranteeId.LayersAgree => "compares the lists of both policies, not requests",
            GuaranteeId.StatementsFire => "asks of each statement alone, not of requests below all of them",
            GuaranteeId.BreakGlassWorks => "asks besides who could become such a principal",
            _ => throw new ArgumentOutOfRangeException(nameof(id), id, null),
        };

    /// <summary>Why there is no certificate; null when there can be one.</summary>
    public static string? Problem(IEnumerable<GuaranteeResult> results, CertifiedClasses classes)
    {
        var open = results.FirstOrDefault(r =>
            Covers(r.Id) && r.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven
        );
        return open is null ? classes.Problem : $"guarantee {open.Number} is not proven";
    }
}
