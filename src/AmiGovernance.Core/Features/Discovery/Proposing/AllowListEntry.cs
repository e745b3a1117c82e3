using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>An entry that an allow list would get.</summary>
/// <param name="Kind">Of entry.</param>
/// <param name="Value">An account id, an alias as the configuration spells it, or the name of a service.</param>
/// <param name="Reason">For the configuration.</param>
/// <param name="Evidence">What it rests on, for the configuration.</param>
/// <param name="Risk">What it lets in.</param>
public sealed record AllowListEntry(ProposalKind Kind, string Value, string Reason, string Evidence, ResidualRisk Risk)
{
    /// <summary>An account of the organization that somebody names as publisher.</summary>
    internal static AllowListEntry Given(string account) =>
        new(ProposalKind.Publisher, account, "", "", new ResidualRisk("", 0, 0, null)) { IsOwn = true };

    /// <summary>Of the account or publisher; empty when it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the account belongs to the organization.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Of a service whose accounts AWS does not publish: those that were seen.</summary>
    public ImmutableArray<string> AccountIds { get; init; } = [];

    /// <summary>Of an exception: the first day (UTC) without it.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Of an exception; empty for every account of the organization.</summary>
    public ImmutableArray<string> UsableBy { get; init; } = [];
}
