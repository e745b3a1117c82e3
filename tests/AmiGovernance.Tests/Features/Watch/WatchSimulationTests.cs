namespace AmiGovernance.Tests.Features.Watch;

/// <summary>20,000 hours in full size; a sample of them every day.</summary>
public sealed class WatchSimulationTests(ITestOutputHelper output)
{
    private static readonly int HoursOfOne = TestScale.Samples(100);

    private static readonly int Runs = TestScale.Samples(2);

    [Fact]
    public void Whatever_goes_wrong_an_exception_ends_or_somebody_is_told()
    {
        var (ended, repaired, looks) = (0, 0, 0);
        for (var i = 0; i < Runs; i++)
        {
            var seed = TestScale.DecisionSeed + i;
            var run = Failing(seed, HoursOfOne);
            Assert.True(run.Violations.Count == 0, run.Violations.Count == 0 ? "" : Shrunk(seed));
            (ended, repaired, looks) = (ended + run.Ended, repaired + run.Repaired, looks + run.Looks);
        }
        output.WriteLine($"{Runs * HoursOfOne} hours: {looks} looks, {ended} exceptions ended, {repaired} repairs");
        Assert.True(ended > 0 && looks > 0);
    }

    private static WatchSimulation Failing(int seed, int hours)
    {
        var run = new WatchSimulation(seed);
        run.Run(TimeSpan.FromHours(hours));
        if (run.Violations.Count == 0)
            run.Settle();
        return run;
    }

    /// <summary>The shortest time in which a seed fails, and what happened in it.</summary>
    private static string Shrunk(int seed)
    {
        var (fine, fails) = (0, HoursOfOne);
        while (fails - fine > 1)
        {
            var middle = (fine + fails) / 2;
            if (Failing(seed, middle).Violations.Count > 0)
                fails = middle;
            else
                fine = middle;
        }
        return Text(seed, fails, Failing(seed, fails));
    }

    private static string Text(int seed, int hours, WatchSimulation run) =>
        $"seed {seed}, {hours} hours:\n{string.Join('\n', run.Violations)}\n{string.Join('\n', run.Story.TakeLast(40))}";
}
