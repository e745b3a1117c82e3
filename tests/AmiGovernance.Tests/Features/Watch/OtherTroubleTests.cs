using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Features.Watch.Denials;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>What is told once is one trouble: another one of the same kind is told at once, and a message is whole.</summary>
public sealed class OtherTroubleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static WatchBench Bench(WatchJob? job = null) =>
        new WatchBench(Noon)
        {
            Trail = new WatchedTrail(),
            Request = new WatchRequest(Samples.ConfigPath, "one")
            {
                Recipients = [new Recipient("chat", "")],
                WaitsForTrail = true,
                Jobs = job is null ? [] : [job],
            },
        }.Merge(WatchBench.Config("2026-03-01"));

    [Fact]
    public void Another_gap_in_the_trail_is_told_at_once()
    {
        var bench = Bench();
        bench.Trail!.Add("a.json", "no JSON", Noon);
        bench.Tick();
        Assert.Contains("a.json", Assert.Single(bench.Told).Body, StringComparison.Ordinal);

        bench.Trail.Add("b.json", "no JSON either", Noon.AddMinutes(5));
        bench.Clock.Now = Noon.AddMinutes(6);
        bench.Tick();
        Assert.Equal(2, bench.Told.Count);
        Assert.Contains("b.json", bench.Told[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_findings_of_a_job_are_told_at_once_and_the_same_ones_once()
    {
        var bench = Bench(new WatchJob("images", TimeSpan.FromHours(1), new TimeOnly(0, 30)));
        var found = "ami-0123 is public\n";
        bench.Job = _ => new JobResult(JobOutcome.Findings, found);
        for (var hour = 0; hour < 3; hour++)
        {
            bench.Clock.Now = Noon.AddHours(hour);
            bench.Tick();
        }
        Assert.Contains("ami-0123", Assert.Single(bench.Told).Body, StringComparison.Ordinal);

        found = "ami-0456 is public\n";
        bench.Clock.Now = Noon.AddHours(3);
        bench.Tick();
        Assert.Equal(2, bench.Told.Count);
        Assert.Contains("ami-0456", bench.Told[1].Body, StringComparison.Ordinal);
    }

    /// <summary>Half of a quoted word leaves a shell waiting for the rest.</summary>
    [Theory]
    [InlineData(60, true)]
    [InlineData(5_000, false)]
    public void A_command_is_whole_or_left_out(int length, bool isThere)
    {
        var command = Escaped<ShellFormat>.Of(
            $"amigov exception request TICKET --account 555566667777 --justification {$"calls by {new string('r', length)} from 2026-01-01 to 2026-01-02"} --workload {"web shop"}"
        );
        var text = DenialText
            .Details(Finding, ["service control policy"], new Advice(null, "ask for it", command, null))
            .ToString();
        Assert.Equal(isThere, text.Contains($"  {command}\n", StringComparison.Ordinal));
        Assert.Equal(isThere, text.Contains("amigov", StringComparison.Ordinal));
    }

    private static BacktestFinding Finding =>
        new()
        {
            Id = "launch-1-2",
            Kind = CallKind.Launch,
            Verdict = Verdict.Denied,
            Account = "111122223333",
            Owner = "555566667777",
            Actions = ["ec2:RunInstances"],
            Principals = ["arn:aws:iam::111122223333:role/Deploy"],
            Images = [],
            Services = [],
            Regions = ["eu-central-1"],
            DeniedBy = [],
            Calls = 1,
            Succeeded = 0,
            DeniedAlready = 1,
            DryRuns = 0,
            ByServiceLinkedRole = 0,
            Advice = Advice.None,
        };
}
