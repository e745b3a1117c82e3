using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>An image with what a scan found.</summary>
/// <param name="NotLooked">Kinds of findings that were not looked for; of these nothing is known.</param>
public sealed record ScannedImage(
    InventoriedImage Image,
    ImmutableArray<ImageFinding> Findings,
    ImmutableArray<FindingKind> NotLooked
);
