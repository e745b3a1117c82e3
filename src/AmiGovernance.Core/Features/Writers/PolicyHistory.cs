using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>What CloudTrail's event history says of who changed policies.</summary>
/// <param name="From">From here on the history is whole; <see cref="To"/> where it was not read.</param>
/// <param name="To">When it was read. What happened some minutes before may not be in it yet.</param>
/// <param name="Calls">The newest first; calls that AWS refused are left out.</param>
public sealed record PolicyHistory(DateTimeOffset From, DateTimeOffset To, ImmutableArray<PolicyCall> Calls)
{
    /// <summary>Whose history it is. Calls that other accounts made are not in it.</summary>
    public AccountId? Account { get; init; }

    /// <summary>Why it was not read; null when it was. Then nothing is known, and nothing is found.</summary>
    public AwsFailure? Failure { get; init; }

    public string? NotRead => Failure?.Summary;

    /// <summary>Such as `CloudTrail's event history of account 999999999999`.</summary>
    public string Name =>
        Account is { } account ? $"CloudTrail's event history of account {account}" : "CloudTrail's event history";

    /// <summary>What was not read and why; empty when it was.</summary>
    public ImmutableArray<string> Gaps => NotRead is { } why ? [$"who changed policies, by {Name}: {why}"] : [];
}
