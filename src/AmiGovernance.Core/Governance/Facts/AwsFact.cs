namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Something that AWS does, on which code rests.</summary>
/// <param name="Id">As docs/corrections.md names it.</param>
/// <param name="Date">On which the source was looked at.</param>
/// <param name="Source">A page or a public repository; for what is not verified, why it is assumed.</param>
public abstract record AwsFact(string Id, FactMark Mark, DateOnly Date, string Source);

public sealed record AwsFact<T>(string Id, T Value, FactMark Mark, DateOnly Date, string Source)
    : AwsFact(Id, Mark, Date, Source);
