using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>The answer to a question, whichever engine found it.</summary>
/// <param name="Rows">Sorted by what they are told apart by.</param>
public sealed record TrailFindings(TrailLedger Ledger, ImmutableArray<TrailRow> Rows, ImageSources Sources)
{
    internal static ImmutableArray<TrailRow> Sort(IEnumerable<TrailRow> rows) =>
        [
            .. rows.OrderBy(r => r.Key.Kind)
                .ThenBy(r => r.Key.Action, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Account, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Region, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Principal, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Service, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Image, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Outcome)
                .ThenBy(r => r.Key.ErrorCode, StringComparer.Ordinal)
                .ThenBy(r => r.Key.DeniedBy, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Detail, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Period),
        ];
}
