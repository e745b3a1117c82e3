using System.Collections.Immutable;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Proof;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Core.Planning;

/// <summary>
/// Finds an order in which several service control policies are changed so that each moment between decides every request as
/// before or as after. Where no order of the changes does, copies of the new documents are attached beside the old ones first:
/// what both forbid together is never less than either forbids, and what both permit stays permitted.
/// </summary>
internal static class ScpTransition
{
    /// <summary>A document that is attached, replaced or taken away as one.</summary>
    private sealed record Change(string Name, string? Before, string? After);

    /// <param name="Names">The documents in the order of their change.</param>
    /// <param name="NeedsCopies">Whether the documents that change must be attached as copies first.</param>
    public sealed record Order(ImmutableArray<string> Names, bool NeedsCopies);

    public static Order Find(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        var changes = before.Keys.Concat(after.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => new Change(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name))).Where(c => c.Before != c.After).ToImmutableArray();
        var parsed = before.Values.Concat(after.Values).Distinct(StringComparer.Ordinal).ToDictionary(c => c, Statements, StringComparer.Ordinal);
        ImmutableArray<Statement> All(IEnumerable<string> contents) => [.. contents.SelectMany(c => parsed[c])];
        var (old, now) = (All(before.Values), All(after.Values));
        // New documents before replaced ones, and those before what goes: the order that is safe most often is tried first.
        var preferred = changes.OrderBy(c => c.Before is null ? 0 : c.After is null ? 2 : 1).ToImmutableArray();
        return Search([], preferred) is { } found ? new Order([.. found.Select(c => c.Name)], false) : new Order([.. preferred.Select(c => c.Name)], true);

        ImmutableArray<Change>? Search(ImmutableArray<Change> done, ImmutableArray<Change> left)
        {
            if (left.IsEmpty) return done;
            foreach (var next in left)
            {
                var reached = done.Add(next);
                // The last change reaches the wanted state.
                if (left.Length > 1 && SafeTransition.Problem(old, All(State(before, reached)), now) is not null) continue;
                if (Search(reached, left.Remove(next)) is { } found) return found;
            }
            return null;
        }
    }

    private static Dictionary<string, string>.ValueCollection State(IReadOnlyDictionary<string, string> before, ImmutableArray<Change> done)
    {
        var state = before.ToDictionary(StringComparer.Ordinal);
        foreach (var change in done)
            if (change.After is null) state.Remove(change.Name);
            else state[change.Name] = change.After;
        return state.Values;
    }

    private static ImmutableArray<Statement> Statements(string content) =>
        PolicyParser.Parse(SourceText.FromString("policy", content), PolicyType.ServiceControlPolicy, new DiagnosticBag())?.Statements ?? [];
}
