using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

/// <summary>An account and a Region: where EC2 and most other services keep what an account has.</summary>
public readonly record struct Place(AccountId Account, RegionName Region) : IComparable<Place>
{
    public int CompareTo(Place other)
    {
        var byAccount = Account.CompareTo(other.Account);
        return byAccount == 0 ? Region.CompareTo(other.Region) : byAccount;
    }
}
