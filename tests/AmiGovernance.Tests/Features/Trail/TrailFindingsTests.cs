using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using CsCheck;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>The same calls give the same report, whatever order they were read in.</summary>
public sealed class TrailFindingsTests
{
    private static readonly string[] Texts = ["", "a", "ab", "b", "é", "\ud83d\ude00", "Z", "10", "9"];

    private static readonly Gen<string> Text = Gen.Int[0, Texts.Length - 1].Select(i => Texts[i]);

    private static readonly Gen<TrailRow> Row =
        from kind in Gen.Enum<CallKind>()
        from texts in Text.Array[6]
        from outcome in Gen.Enum<CallOutcome>()
        from period in Gen.Int[0, 2]
        select new TrailRow(
            new TrailKey
            {
                Kind = kind,
                Action = texts[0],
                Account = texts[1],
                Region = texts[2],
                Principal = texts[3],
                Image = texts[4],
                Detail = texts[5],
                Outcome = outcome,
                Period = period,
            },
            1,
            null,
            null
        );

    [Fact]
    public void Rows_are_in_the_order_of_what_tells_them_apart() =>
        Row.Array[0, 60]
            .Sample(rows =>
                Assert.Equal(
                    rows.OrderBy(r => r.Key.Kind)
                        .ThenBy(r => r.Key.Action, StringComparer.Ordinal)
                        .ThenBy(r => r.Key.Account, StringComparer.Ordinal)
                        .ThenBy(r => r.Key.Region, StringComparer.Ordinal)
                        .ThenBy(r => r.Key.Principal, StringComparer.Ordinal)
                        .ThenBy(r => r.Key.Image, StringComparer.Ordinal)
                        .ThenBy(r => r.Key.Outcome)
                        .ThenBy(r => r.Key.Detail, StringComparer.Ordinal)
                        .ThenBy(r => r.Key.Period)
                        .Select(r => r.Key),
                    TrailFindings.Sort(rows).Select(r => r.Key)
                )
            );
}
