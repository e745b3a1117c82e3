using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.TestSupport;

/// <summary>Trail files in memory, by their names.</summary>
internal sealed class InMemoryTrail(IReadOnlyDictionary<string, byte[]> files) : ITrailSource
{
    public int Concurrency { get; init; } = 2;

    /// <summary>Those below the paths that are named; a file that is named itself is read whatever its name.</summary>
    public static Func<IReadOnlyList<string>, ITrailSource> Below(IReadOnlyDictionary<string, byte[]> files) =>
        paths => new InMemoryTrail(
            files
                .Where(f =>
                    paths.Any(p => f.Key == p || f.Key.StartsWith($"{p.TrimEnd('/')}/", StringComparison.Ordinal))
                )
                .ToDictionary(f => f.Key, f => f.Value)
        )
        {
            named = [.. paths],
        };

    private HashSet<string> named = [];

    /// <summary>Files that cannot be opened.</summary>
    public HashSet<string> Locked { get; } = new(StringComparer.Ordinal);

    /// <summary>Called before a file is opened.</summary>
    public Action<string>? Opening { get; init; }

    public async IAsyncEnumerable<TrailFile> List(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel
    )
    {
        await Task.CompletedTask;
        foreach (var (name, bytes) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            yield return new TrailFile(name, bytes.Length)
            {
                SkipReason = named.Contains(name) ? null : TrailFileNames.ReasonToSkip(name),
            };
    }

    public Stream Open(TrailFile file, CancellationToken cancel)
    {
        Opening?.Invoke(file.Name);
        return Locked.Contains(file.Name)
            ? throw new IOException("permission denied")
            : new MemoryStream(files[file.Name], writable: false);
    }
}
