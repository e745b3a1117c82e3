using System.Collections.Immutable;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.World;

public sealed record SandboxInstance(
    string Id,
    string Account,
    string Region,
    string ImageId,
    string InstanceType,
    DateTimeOffset LaunchTime
)
{
    /// <summary>`running`, `stopped`, `terminated`.</summary>
    public string State { get; init; } = "running";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSets.None;

    /// <summary>What the image was when it was launched: metadata outlives the image.</summary>
    public SandboxImage? Image { get; init; }
}
