using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>Hands the files of a listing to several readers, each file to one, with its place in the order.</summary>
internal sealed class SharedListing(IAsyncEnumerable<TrailFile> files) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<TrailFile> enumerator = files.GetAsyncEnumerator();
    private readonly SemaphoreSlim gate = new(1);
    private long index;
    private bool ended;

    /// <summary>Null after the last file.</summary>
    public async Task<(long Index, TrailFile File)?> Next(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            if (!ended && await enumerator.MoveNextAsync())
                return (index++, enumerator.Current);
            ended = true;
            return null;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await enumerator.DisposeAsync();
        gate.Dispose();
    }
}
