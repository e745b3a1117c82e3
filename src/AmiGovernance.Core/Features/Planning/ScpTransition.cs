using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>A part of an organization: our service control policies that reach it before and after a change, by their names.</summary>
internal sealed record ScpZone(IReadOnlyDictionary<string, string> Before, IReadOnlyDictionary<string, string> After)
{
    /// <summary>Equal for zones that change alike.</summary>
    public string Key => $"{Text(Before)}|{Text(After)}";

    private static string Text(IReadOnlyDictionary<string, string> policies) =>
        string.Join(';', policies.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    /// <summary>What holds once the policies of these names have changed, and no others.</summary>
    public IEnumerable<string> Between(ImmutableArray<string> changed) =>
        Before
            .Keys.Union(After.Keys, StringComparer.Ordinal)
            .Select(n => (changed.Contains(n) ? After : Before).GetValueOrDefault(n))
            .OfType<string>();
}

/// <summary>
/// Finds an order in which several service control policies are changed so that each moment between decides every request as
/// before or as after, in each part of the organization. Where no order of the changes does, copies of the new documents are
/// attached beside the old ones first: what both forbid together is never less than either forbids, and what both permit stays
/// permitted.
/// </summary>
internal static class ScpTransition
{
    /// <param name="Names">The documents in the order of their change.</param>
    /// <param name="NeedsCopies">Whether the documents that change must be attached as copies first.</param>
    public sealed record Order(ImmutableArray<string> Names, bool NeedsCopies);

    public static Order Find(IReadOnlyList<ScpZone> zones)
    {
        var changing = zones
            .Where(z =>
                z.Before.Count != z.After.Count || z.Before.Any(p => z.After.GetValueOrDefault(p.Key) != p.Value)
            )
            .ToList();
        var statements = changing
            .SelectMany(z => z.Before.Values.Concat(z.After.Values))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(c => c, Statements, StringComparer.Ordinal);
        ImmutableArray<Statement> All(IEnumerable<string> contents) => [.. contents.SelectMany(c => statements[c])];
        // New documents before replaced ones, and those before what goes: the order that is safe most often is tried first.
        ImmutableArray<string> preferred =
        [
            .. changing
                .SelectMany(z =>
                    z.Before.Keys.Concat(z.After.Keys)
                        .Where(n => z.Before.GetValueOrDefault(n) != z.After.GetValueOrDefault(n))
                )
                .Distinct(StringComparer.Ordinal)
                .OrderBy(n =>
                    changing.All(z => !z.Before.ContainsKey(n)) ? 0
                    : changing.All(z => !z.After.ContainsKey(n)) ? 2
                    : 1
                )
                .ThenBy(n => n, StringComparer.Ordinal),
        ];
        return Search([], preferred) is { } found ? new Order(found, false) : new Order(preferred, true);

        ImmutableArray<string>? Search(ImmutableArray<string> done, ImmutableArray<string> left)
        {
            if (left.IsEmpty)
                return done;
            foreach (var next in left)
            {
                var reached = done.Add(next);
                // The last change reaches the wanted state.
                if (left.Length > 1 && changing.Any(z => !IsSafe(z, reached)))
                    continue;
                if (Search(reached, left.Remove(next)) is { } found)
                    return found;
            }
            return null;
        }

        bool IsSafe(ScpZone zone, ImmutableArray<string> done)
        {
            var between = zone.Between(done).ToList();
            return Same(between, zone.Before.Values)
                || Same(between, zone.After.Values)
                || SafeTransition.Problem(All(zone.Before.Values), All(between), All(zone.After.Values)) is null;
        }
    }

    private static bool Same(IEnumerable<string> left, IEnumerable<string> right) =>
        left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal));

    private static ImmutableArray<Statement> Statements(string content) =>
        PolicyParser
            .Parse(SourceText.FromString("policy", content), PolicyType.ServiceControlPolicy, new DiagnosticBag())
            ?.Statements
        ?? [];
}
