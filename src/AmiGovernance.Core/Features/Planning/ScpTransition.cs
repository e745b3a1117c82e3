using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Why a state between two others is not safe; null when it is.</summary>
internal delegate string? TransitionProof(
    IReadOnlyList<Statement> before,
    IReadOnlyList<Statement> between,
    IReadOnlyList<Statement> after
);

/// <summary>
/// Finds an order in which several service control policies are changed so that each moment between decides every request as
/// before or as after, in each part of the organization. Where no order of the changes does, copies of the new documents are
/// attached beside the old ones first: what both forbid together is never less than either forbids, and what both permit stays
/// permitted.
/// </summary>
internal sealed class ScpTransition
{
    private readonly IReadOnlyList<ScpZone> changing;
    private readonly Dictionary<string, ImmutableArray<Statement>> statements;

    /// <summary>What was reached and leads nowhere: the state after changes does not depend on their order.</summary>
    private readonly HashSet<string> inVain = new(StringComparer.Ordinal);

    private readonly TransitionProof proof;

    private ScpTransition(IReadOnlyList<ScpZone> changing, TransitionProof proof)
    {
        this.changing = changing;
        this.proof = proof;
        statements = changing
            .SelectMany(z => z.Before.Values.Concat(z.After.Values))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(c => c, PolicyContent.Statements, StringComparer.Ordinal);
    }

    /// <param name="Names">The documents in the order of their change.</param>
    /// <param name="NeedsCopies">Whether the documents that change must be attached as copies first.</param>
    public sealed record Order(ImmutableArray<string> Names, bool NeedsCopies);

    /// <param name="proof">What says whether a state between is safe; as <see cref="SafeTransition.Problem"/> where none is given.</param>
    public static Order Find(IReadOnlyList<ScpZone> zones, TransitionProof? proof = null)
    {
        var transition = new ScpTransition([.. zones.Where(z => z.Changes)], proof ?? SafeTransition.Problem);
        var preferred = transition.Preferred();
        return transition.Search([], preferred) is { } found ? new Order(found, false) : new Order(preferred, true);
    }

    /// <summary>The order that is safe most often is tried first.</summary>
    private ImmutableArray<string> Preferred() =>
        [
            .. changing
                .SelectMany(z => z.Changed)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(Rank)
                .ThenBy(n => n, StringComparer.Ordinal),
        ];

    /// <summary>New documents before replaced ones, and those before what goes.</summary>
    private int Rank(string name)
    {
        if (changing.All(z => !z.Before.ContainsKey(name)))
            return 0;
        return changing.All(z => !z.After.ContainsKey(name)) ? 2 : 1;
    }

    /// <summary>An order of what is left that is safe after what is done; null when there is none.</summary>
    private ImmutableArray<string>? Search(ImmutableArray<string> done, ImmutableArray<string> left)
    {
        if (left.IsEmpty)
            return done;
        foreach (var next in left)
        {
            var reached = done.Add(next);
            var state = string.Join('\n', reached.Order(StringComparer.Ordinal));
            if (inVain.Contains(state))
                continue;
            // The last change reaches the wanted state.
            var isSafe = left.Length == 1 || changing.All(z => IsSafe(z, reached));
            if (isSafe && Search(reached, left.Remove(next)) is { } found)
                return found;
            inVain.Add(state);
        }
        return null;
    }

    private bool IsSafe(ScpZone zone, ImmutableArray<string> done)
    {
        var between = zone.Between(done).ToList();
        if (Same(between, zone.Before.Values) || Same(between, zone.After.Values))
            return true;
        return proof(All(zone.Before.Values), All(between), All(zone.After.Values)) is null;
    }

    private ImmutableArray<Statement> All(IEnumerable<string> contents) => [.. contents.SelectMany(c => statements[c])];

    private static bool Same(IEnumerable<string> left, IEnumerable<string> right) =>
        left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal));
}
