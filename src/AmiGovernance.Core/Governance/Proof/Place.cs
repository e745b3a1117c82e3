using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Where a request is made, and on which image: what the documents can tell apart of it.</summary>
/// <param name="Region">One of the class.</param>
/// <param name="ImageId">One of the class.</param>
internal sealed record Place(Partition Partition, string Region, string ImageId)
{
    public const string AnyImageId = "ami-0123456789abcdef0";

    /// <summary>
    /// The Region of the image that is copied; null where it is the request's. A copy is asked for in the Region that it goes to (EC2 API
    /// reference, `CopyImage`).
    /// </summary>
    public string? SourceRegion { get; init; }

    /// <summary>Whether the documents tell places apart, so that a request must say where it is made.</summary>
    public bool MattersByRegion { get; init; }

    /// <summary>Whether the documents tell single images apart.</summary>
    public bool MattersByImage { get; init; }

    public static Place Any(Partition partition) => new(partition, partition.AnyRegion().Value, AnyImageId);
}
