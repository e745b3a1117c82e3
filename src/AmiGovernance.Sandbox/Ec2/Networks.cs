using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Each account has one default VPC with one subnet in each Region; their ids follow from account and Region.</summary>
public static class Networks
{
    public static string VpcOf(string account, string region) => Id("vpc-", account, region);

    public static string SubnetOf(string account, string region) => Id("subnet-", account, region);

    private static string Id(string prefix, string account, string region) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}{account}/{region}")))[..17];
}
