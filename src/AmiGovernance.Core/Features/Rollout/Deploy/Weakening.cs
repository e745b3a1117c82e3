using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

public enum WeakeningKind
{
    /// <summary>Launches are no longer blocked.</summary>
    EnforcementEnds,

    /// <summary>Accounts that are under a policy of ours no longer are.</summary>
    SmallerTarget,

    /// <summary>Images of an owner are on the list that were not, or more of them.</summary>
    OwnerAllowed,

    /// <summary>Calls that a statement denied are no longer denied, or a guardrail is gone.</summary>
    GuardrailRemoved,

    /// <summary>What is proven of the policies that are there would not be of those that come.</summary>
    GuaranteeLost,
}

public static class WeakeningKinds
{
    private static readonly EnumNames<WeakeningKind> Table = new(
        (WeakeningKind.EnforcementEnds, "enforcement_ends"),
        (WeakeningKind.SmallerTarget, "smaller_target"),
        (WeakeningKind.OwnerAllowed, "owner_allowed"),
        (WeakeningKind.GuardrailRemoved, "guardrail_removed"),
        (WeakeningKind.GuaranteeLost, "guarantee_lost")
    );

    /// <summary>As reports in JSON spell it.</summary>
    public static string Name(this WeakeningKind kind) => Table.Of(kind);
}

/// <summary>One way in which the policies let more through than before.</summary>
/// <param name="What">In words, without the accounts.</param>
/// <param name="Accounts">Where; empty when it is not about single accounts.</param>
public sealed record Weakening(WeakeningKind Kind, string What, ImmutableArray<AccountId> Accounts)
{
    /// <summary>The entries of the configuration that want it so; empty when none does.</summary>
    public ImmutableArray<ListEntry> Entries { get; init; } = [];

    /// <summary>
    /// Whether each entry behind it could be reviewed; see <see cref="ReviewedEntries"/>. What no entry wants needs a word of its own.
    /// </summary>
    public bool IsReviewed => !Entries.IsEmpty && Entries.All(e => e.IsReviewed);

    public string Text => Accounts.IsEmpty ? What : $"{What} in {Plural.Of(Accounts.Length, "account")}";
}
