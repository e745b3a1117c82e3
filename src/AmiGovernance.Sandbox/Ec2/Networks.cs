using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Each account has one default VPC with one subnet in each Region; their ids follow from account and Region.</summary>
internal static class Networks
{
    /// <summary>Longer ones, such as `southeast`, are two: five letters and what follows.</summary>
    private const int LongestDirection = 7;

    public static string VpcOf(Place place) => Id("vpc-", place);

    public static string SubnetOf(Place place) => Id("subnet-", place);

    /// <summary>
    /// EC2 user guide, "Availability Zone IDs": such as `use1-az1` for us-east-1 and `apse2-az1` for ap-southeast-2. Which letter stands
    /// for which zone differs between accounts; here the first is always the first.
    /// </summary>
    public static string ZoneId(RegionName region)
    {
        var parts = region.Value.Split('-');
        var directions = parts[1..^1].Select(d => d.Length > LongestDirection ? $"{d[0]}{d[5]}" : d[..1]);
        return $"{parts[0]}{string.Concat(directions)}{parts[^1]}-az1";
    }

    private static string Id(string prefix, Place place)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}{place.Account}/{place.Region}"));
        return prefix + Convert.ToHexStringLower(hash)[..17];
    }
}
