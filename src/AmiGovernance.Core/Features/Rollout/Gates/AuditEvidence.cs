using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>Since when a target is in audit mode, by one source.</summary>
/// <param name="IsInAudit">False when the source says that it is not, or knows of no beginning at all.</param>
/// <param name="Since">Null when the source knows of nothing that would make it later than another source says.</param>
/// <param name="Words">The same for people.</param>
internal sealed record AuditStart(bool IsInAudit, DateTimeOffset? Since, string Words);

/// <summary>What one source says of the time in audit mode.</summary>
internal sealed record AuditEvidence
{
    /// <summary>One for each target, in their order; empty when the source could not be read, and nothing rests on it.</summary>
    public ImmutableArray<AuditStart> Starts { get; init; } = [];

    /// <summary>What holds for all targets.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Why the gate stays closed whatever other sources say; null when nothing speaks against it.</summary>
    public string? Refusal { get; init; }
}

/// <summary>
/// A source of evidence for the time in audit mode. All are shown; of those that know, the latest start counts, so that a source that
/// was forged opens nothing as long as another one was not.
/// </summary>
internal interface IAuditEvidence
{
    Task<AuditEvidence> Find(GateInput input, CancellationToken cancel);
}
