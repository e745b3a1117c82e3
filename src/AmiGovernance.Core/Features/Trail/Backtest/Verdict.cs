using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>What the policies make of recorded calls.</summary>
public enum Verdict
{
    /// <summary>A layer denies.</summary>
    Denied,

    /// <summary>In audit mode: allowed and marked; enforcement would deny.</summary>
    Marked,

    /// <summary>It depends on the owner of the image, or on condition keys, which no record tells.</summary>
    Undecided,
}

public static class Verdicts
{
    public static readonly EnumNames<Verdict> All = new(
        (Verdict.Denied, "denied"),
        (Verdict.Marked, "marked"),
        (Verdict.Undecided, "undecided")
    );

    public static string Name(this Verdict verdict) => All.Of(verdict);
}

/// <summary>The verdict on calls that are not simply allowed.</summary>
/// <param name="DeniedBy">
/// The layer, and for a service control policy the statement; both layers where both deny.
/// </param>
internal sealed record Judgement(Verdict Verdict, ImmutableArray<string> DeniedBy)
{
    /// <summary>What is said of a denial by the declarative policy.</summary>
    public static string By(DeclarativeAttribute attribute) => $"declarative policy: {attribute.Title}";

    /// <summary>What an undecided call depends on: condition keys, facts about the image.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];
}
