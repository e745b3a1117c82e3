using System.Collections.Immutable;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>Works on several places at once. One where AWS refuses is a gap, and the others go on.</summary>
internal sealed class PlaceRunner(VerificationGaps gaps, IProgress<ReadProgress>? progress)
{
    private const int PlacesAtOnce = 4;

    /// <returns>The results in the order of the items, without those of the gaps.</returns>
    public async Task<ImmutableArray<TResult>> Each<TItem, TResult>(
        string what,
        IReadOnlyList<TItem> items,
        Func<TItem, VerificationPlace> placeOf,
        Func<TItem, CancellationToken, Task<TResult>> work,
        CancellationToken cancel
    )
        where TResult : class
    {
        var results = new TResult?[items.Count];
        var done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Count),
            new ParallelOptions { MaxDegreeOfParallelism = PlacesAtOnce, CancellationToken = cancel },
            async (i, stop) =>
            {
                try
                {
                    results[i] = await work(items[i], stop);
                }
                catch (AwsException e)
                {
                    var place = placeOf(items[i]);
                    gaps.Add(place.Account, place.Region, e);
                }
                progress?.Report(new ReadProgress(what, Interlocked.Increment(ref done), items.Count));
            }
        );
        return [.. results.OfType<TResult>()];
    }

    public Task<ImmutableArray<PlaceUnderTest>> Each(
        string what,
        IReadOnlyList<PlaceUnderTest> tests,
        Func<PlaceUnderTest, CancellationToken, Task> work,
        CancellationToken cancel
    ) =>
        Each(
            what,
            tests,
            test => test.Place,
            async (test, stop) =>
            {
                await work(test, stop);
                return test;
            },
            cancel
        );
}
