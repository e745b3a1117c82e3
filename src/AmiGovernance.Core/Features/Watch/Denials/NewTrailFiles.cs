using System.Runtime.CompilerServices;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>The files of a source that were not read the time before: what two looks list is read by the first.</summary>
/// <param name="all">Lists more than is new.</param>
/// <param name="known">The names that the time before listed.</param>
internal sealed class NewTrailFiles(ITrailSource all, IReadOnlySet<string> known) : ITrailSource
{
    /// <summary>All that were listed, new or not.</summary>
    public HashSet<string> Listed { get; } = new(StringComparer.Ordinal);

    public int Concurrency => all.Concurrency;

    public async IAsyncEnumerable<TrailFile> List([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var file in all.List(cancel))
        {
            Listed.Add(file.Name);
            if (!known.Contains(file.Name))
                yield return file;
        }
    }

    public Stream Open(TrailFile file, CancellationToken cancel) => all.Open(file, cancel);
}
