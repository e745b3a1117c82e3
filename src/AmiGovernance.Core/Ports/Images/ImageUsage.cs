using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>A usage report of EC2.</summary>
/// <param name="Day">When it was made.</param>
/// <param name="Uses">By account, then by type.</param>
public sealed record ImageUsage(DateOnly Day, ImmutableArray<ImageUser> Uses);
