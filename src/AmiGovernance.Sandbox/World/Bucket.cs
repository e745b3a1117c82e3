using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

public sealed record Bucket(string Name, AccountId Account, RegionName Region, DateTimeOffset Created, IObjects Objects)
{
    /// <summary>Kept and given back; not evaluated.</summary>
    internal string? Policy { get; init; }
}
