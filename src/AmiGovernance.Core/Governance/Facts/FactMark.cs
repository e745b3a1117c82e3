namespace AmiGovernance.Core.Governance.Facts;

/// <summary>How well something is known of AWS; docs/corrections.md says what each mark means.</summary>
public enum FactMark
{
    Documented,

    /// <summary>Measured by a third party, who published what a real account answered.</summary>
    Measured,

    /// <summary>No good source was found; it may be wrong.</summary>
    Unverified,
}
