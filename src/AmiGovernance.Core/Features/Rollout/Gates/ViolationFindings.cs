using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>What looked for violations, and what it found.</summary>
/// <param name="Source">Such as `instances` or `replayed launches`.</param>
/// <param name="Looked">What was looked at, in words.</param>
/// <param name="Gaps">What was not: while there are any, the gate stays closed.</param>
internal sealed record ViolationFindings(
    string Source,
    string Looked,
    ImmutableArray<OpenViolation> Violations,
    ImmutableArray<ReadingGap> Gaps
)
{
    /// <summary>False where nothing was looked at, and no violation therefore means nothing.</summary>
    public bool HasLooked { get; init; } = true;
}

/// <summary>A use of an image that enforcement would block.</summary>
/// <param name="Image">Null when it is not known.</param>
/// <param name="Owner">As `ec2:Owner` has it; empty when it is not known.</param>
/// <param name="What">The use, in words.</param>
internal sealed record OpenViolation(AccountId Account, ImageId? Image, string Owner, string What);

/// <summary>A part that was not read, and why.</summary>
internal sealed record ReadingGap(string Where, string Why);
