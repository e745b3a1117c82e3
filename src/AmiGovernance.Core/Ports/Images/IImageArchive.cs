using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>What scans of the past knew of images, also of those that are gone.</summary>
public interface IImageArchive
{
    /// <summary>Of these images, those that some scan has seen.</summary>
    /// <param name="images">Any number of ids.</param>
    ImmutableArray<ImageFacts> Find(IReadOnlyCollection<string> images);

    /// <summary>How many images each account owns, of those that members of the organization have or that are shared with them.</summary>
    ImmutableDictionary<string, long> CountByOwner();
}
