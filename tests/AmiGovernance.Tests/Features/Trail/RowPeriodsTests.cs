using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using CsCheck;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Calls counted one by one, and the same calls told apart afterwards by the days of their rows.</summary>
public sealed class RowPeriodsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TrailKey Key = new()
    {
        Kind = CallKind.Launch,
        Action = "ec2:RunInstances",
        Account = "111122223333",
        Region = "eu-central-1",
        Principal = "arn:aws:iam::111122223333:role/app",
        Image = "ami-0123456789abcdef0",
    };

    private static readonly Gen<DateTimeOffset[]> Times = Gen.Int[0, 40 * 24 * 3600]
        .Select(s => Begin.AddSeconds(s))
        .Array[1, 60];

    private static readonly Gen<DateTimeOffset[]> Midnights = Gen.Int[-1, 41].Select(d => Begin.AddDays(d)).Array[0, 4];

    [Fact]
    public void Days_tell_on_which_side_of_a_midnight_each_call_was() =>
        Gen.Select(Times, Midnights)
            .Sample(
                (times, midnights) =>
                {
                    ImmutableArray<DateTimeOffset> boundaries = [.. midnights.Distinct().Order()];
                    var row = Assert.Single(Count(times).Rows);
                    Assert.Equal((times.Length, times.Min(), times.Max()), (row.Count, row.First, row.Last));
                    var told = RowPeriods.Split([row], boundaries).Select(p => (p.Count, p.First, p.Last)).Order();
                    var expected = times
                        .GroupBy(t => boundaries.Count(b => b <= t))
                        .Select(g => ((long)g.Count(), (DateTimeOffset?)g.Min(), (DateTimeOffset?)g.Max()))
                        .Order();
                    Assert.Equal(expected, told);
                },
                iter: 500
            );

    [Fact]
    public void A_call_without_a_time_is_among_the_oldest()
    {
        var table = Count(Begin.AddDays(1), Begin.AddDays(5));
        table.Add(Key, time: null);
        var parts = RowPeriods.Split(table.Rows, [Begin.AddDays(3)]).OrderBy(p => p.First).ToList();
        Assert.Equal([2L, 1L], parts.Select(p => p.Count));
    }

    [Fact]
    public void Sums_of_rows_are_sums_of_their_days() =>
        Gen.Select(Times, Times)
            .Sample(
                (some, others) =>
                {
                    var sum = new CallTally(Key);
                    sum.Add(Count(some).Rows.Single());
                    sum.Add(Count(others).Rows.Single());
                    Assert.Equal(Count([.. some, .. others]).Rows.Single(), sum.ToRow());
                },
                iter: 500
            );

    private static TrailTable Count(params DateTimeOffset[] times)
    {
        var table = new TrailTable([], null);
        foreach (var time in times)
            table.Add(Key, time);
        return table;
    }
}
