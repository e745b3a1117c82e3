using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>Counts what a scan has done and has still to do; many readers count at once.</summary>
/// <param name="accounts">How many accounts are read.</param>
/// <param name="started">The clock's time stamp when the scan began.</param>
internal sealed class ScanTally(int accounts, long started, TimeProvider time, IProgress<ScanProgress>? progress)
{
    private int accountsKnown;
    private int done;
    private int total;
    private int gaps;

    /// <summary>One more account and Region to read.</summary>
    public void Expect() => Interlocked.Increment(ref total);

    /// <summary>The Regions of one more account are known.</summary>
    public void AccountIsKnown()
    {
        Interlocked.Increment(ref accountsKnown);
        Report();
    }

    public void Add(RegionScan result)
    {
        if (result.Coverage.IsFailure())
            Interlocked.Increment(ref gaps);
        if (result.Region is not null && result.Coverage is not (Coverage.Skipped or Coverage.NotAsked))
            Interlocked.Increment(ref done);
        Report();
    }

    private void Report() =>
        progress?.Report(new ScanProgress(accounts, accountsKnown, done, total, gaps, time.GetElapsedTime(started)));
}
