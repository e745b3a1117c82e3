using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using CsCheck;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>The same calls give the same report, whatever order they were read in.</summary>
public sealed class TrailFindingsTests
{
    /// <summary>A clock may be a day ahead; what is later than that was not recorded then.</summary>
    [Fact]
    public void A_time_that_is_still_to_come_is_not_taken_for_that_of_a_call()
    {
        var now = new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);
        DateTimeOffset[] times = [now.AddDays(-2), now.AddHours(20), now.AddYears(70), now.AddYears(70).AddDays(1)];
        var mixed = CallsOf("mixed") with { Count = 5, First = times[0], Last = times[3], Days = Days(times) };
        var late = CallsOf("late") with { Count = 2, First = times[2], Last = times[3], Days = Days(times.AsSpan(2)) };
        var usual = CallsOf("usual") with
        {
            Count = 2,
            First = times[0],
            Last = times[1],
            Days = Days(times.AsSpan(0, 2)),
        };
        var found = new TrailFindings(new TrailLedger(), [mixed, late, usual], new ImageSources()).AsOf(now);
        Assert.Equal(4, found.Ledger.Ahead);
        Assert.Equal([5, 2, 2], found.Rows.Select(r => r.Count));
        Assert.Equal([times[0], null, times[0]], found.Rows.Select(r => r.First));
        Assert.Equal([times[1], null, times[1]], found.Rows.Select(r => r.Last));
        Assert.Equal([2, 0, 2], found.Rows.Select(r => r.Days.Count));
        Assert.Same(found, found.AsOf(now));
    }

    private static DayCounts Days(params ReadOnlySpan<DateTimeOffset> times) =>
        DayCounts.InOrder([.. times.ToArray().Select(t => DayCount.Of(t, 1))]);

    private static TrailRow CallsOf(string principal) =>
        new(
            new TrailKey
            {
                Kind = CallKind.Launch,
                Action = "ec2:RunInstances",
                Account = "111122223333",
                Region = "us-east-1",
                Principal = principal,
                Image = "",
            },
            1,
            null,
            null
        );

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
