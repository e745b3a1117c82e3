using System.Collections.Immutable;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>The images of a Region that workloads are launched from.</summary>
internal sealed record Publishers(
    ImmutableArray<SandboxImage> Golden,
    SandboxImage Amazon,
    SandboxImage Vendor,
    SandboxImage Stranger,
    SandboxImage Legacy
)
{
    public ImmutableArray<SandboxImage> All => [.. Golden, Amazon, Vendor, Stranger, Legacy];
}
