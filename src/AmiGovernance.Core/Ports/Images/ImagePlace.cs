using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>An image where it lies: ids are given once for each Region, and an account sees those of others too.</summary>
public readonly record struct ImagePlace(AccountId Account, RegionName Region, ImageId Id)
{
    /// <summary>For people.</summary>
    public override string ToString() => $"{Id} in {Account} {Region}";
}
