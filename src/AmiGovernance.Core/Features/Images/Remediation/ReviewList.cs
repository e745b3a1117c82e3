using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>The public images with a decision for each; people decide in its file.</summary>
public sealed record ReviewList(ImmutableArray<ReviewedImage> Images);
