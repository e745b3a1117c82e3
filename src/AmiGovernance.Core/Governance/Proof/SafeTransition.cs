using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// A change over several calls passes through states between. Such a state is safe when it decides every request as before or
/// as after the change: nothing is open that is shut on both sides, and nothing is shut that is open on both.
/// </summary>
internal static class SafeTransition
{
    /// <summary>Null when the state between is safe; else why not: a request, as arguments of `amigov explain`, that
    /// shows it, or what cannot be compared.</summary>
    /// <remarks>
    /// A deny statement that the prover cannot split along is compared by its text: it must stand in the state between when it
    /// stands on both sides, and may not when it stands on neither.
    /// </remarks>
    public static string? Problem(
        IReadOnlyList<Statement> before,
        IReadOnlyList<Statement> between,
        IReadOnlyList<Statement> after
    )
    {
        if (
            Unclear(before)
                .Intersect(Unclear(after))
                .Except(Unclear(between))
                .Concat(Unclear(between).Except(Unclear(before)).Except(Unclear(after)))
                .Any()
        )
            return "a statement with a condition that cannot be compared would be missing for a moment";
        ImmutableArray<DenyStatement> denies =
        [
            .. Side(before, 0, 0),
            .. Side(between, before.Count, 1),
            .. Side(after, before.Count + between.Count, 2),
        ];
        var space = new RequestSpace(denies, [], sides: 3);
        foreach (var actions in PolicyDifference.Groups(space, denies))
        {
            foreach (var found in space.Classes([actions[0]], Asked.Each))
            {
                if (Sides.Of(found).MayDiffer)
                    return found.Depends?.Text ?? PolicyDifference.Arguments(found);
            }
        }
        return null;
    }

    private static HashSet<string> Unclear(IReadOnlyList<Statement> statements) =>
        [
            .. statements
                .Where(s => s.Effect == Effect.Deny && !DenyStatement.Of(s, 0).IsClear)
                .Select(s => PolicyDifference.Text(s)),
        ];

    private static IEnumerable<DenyStatement> Side(IReadOnlyList<Statement> statements, int first, int side) =>
        statements
            .Select((s, i) => DenyStatement.Of(s, first + i))
            .Where(d => d.Source.Effect == Effect.Deny && d.IsClear)
            .Select(d => d with { Side = side });

    /// <summary>What the three sets say of a class: each denies all of it, or what its statements leave open.</summary>
    private sealed record Sides(ImmutableArray<bool> Denied, ImmutableArray<ImmutableHashSet<string>> Open)
    {
        private const int Before = 0;
        private const int Between = 1;
        private const int After = 2;

        public static Sides Of(RequestClass found)
        {
            var open = found.Undecided.ToLookup(d => d.Side, d => PolicyDifference.Text(d.Source));
            return new Sides(
                [found.DeniedBy is not null, .. found.DeniedByOthers.Select(d => d is not null)],
                [
                    .. new[] { Before, Between, After }.Select(side =>
                        open[side].ToImmutableHashSet(StringComparer.Ordinal)
                    ),
                ]
            );
        }

        /// <summary>Whether some request of the class may be decided otherwise than on both sides.</summary>
        public bool MayDiffer => MayBeShut || MayBeOpen;

        private bool MayBeShut
        {
            get
            {
                if (Denied[Before] || Denied[After])
                    return false;
                return Denied[Between] || !Open[Between].IsSubsetOf(Open[Before].Union(Open[After]));
            }
        }

        /// <summary>Not where all that may deny on one of the sides may deny between, too.</summary>
        private bool MayBeOpen => !Denied[Between] && !HoldsAllOf(Before) && !HoldsAllOf(After);

        private bool HoldsAllOf(int side) => !Denied[side] && Open[side].IsSubsetOf(Open[Between]);
    }
}
