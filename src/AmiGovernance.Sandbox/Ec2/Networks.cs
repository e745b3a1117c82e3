using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Each account has one default VPC with one subnet in each Region; their ids follow from account and Region.</summary>
internal static class Networks
{
    public static string VpcOf(Place place) => Id("vpc-", place);

    public static string SubnetOf(Place place) => Id("subnet-", place);

    private static string Id(string prefix, Place place)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}{place.Account}/{place.Region}"));
        return prefix + Convert.ToHexStringLower(hash)[..17];
    }
}
