using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>A Region as an account sees it.</summary>
/// <param name="OptInStatus">As EC2 says it: `opt-in-not-required`, `opted-in` or `not-opted-in`.</param>
public sealed record AccountRegion(RegionName Region, string OptInStatus)
{
    public string Name => Region.Value;

    public bool IsEnabled => OptInStatus != "not-opted-in";
}
