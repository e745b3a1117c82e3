using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>What one decision on an owner of images would settle.</summary>
/// <param name="Owner">As `ec2:Owner` has it.</param>
/// <param name="Name">What people call it; empty where nothing gives it a name.</param>
/// <param name="Settles">Open findings that end with the decision.</param>
/// <param name="Accounts">That launch its images, or have what does.</param>
/// <param name="Count">Launches, or uses.</param>
public sealed record OwnerRollup(
    string Owner,
    OwnerKind Kind,
    string Name,
    long Settles,
    ImmutableArray<string> Accounts,
    long Count
)
{
    /// <summary>The decision in a few words: `add 111122223333 (ops-golden-images) as publisher`.</summary>
    public required string Action { get; init; }

    /// <summary>Ready to run but for the reason; empty where no one command does it.</summary>
    public required ShellText Command { get; init; }
}

/// <summary>An open finding, as far as a roll-up needs it.</summary>
/// <param name="Count">Launches, or uses.</param>
internal sealed record RolledFinding(string Owner, string Account, long Count)
{
    /// <summary>That name the images (`resolve:ssm:…`), where nothing else is known of them.</summary>
    public ImmutableArray<string> Parameters { get; init; } = [];

    /// <summary>Nothing says which images: an owner cannot be looked up.</summary>
    public bool IsWithoutImage { get; init; }

    /// <summary>Nothing says what the launch templates stood for: an owner cannot be looked up.</summary>
    public bool IsOfTemplates { get; init; }
}
