using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>What is in a world.</summary>
internal static class WorldSummary
{
    /// <summary>Such as `50 accounts, 12 organizational units, 2 Regions, 1000 images, 96 instances`.</summary>
    public static string Of(SandboxWorld world)
    {
        string[] counts =
        [
            Plural.Of(world.Organization.Accounts.Length, "account"),
            Plural.Of(world.Organization.Units.Length, "organizational unit"),
            Plural.Of(world.Ec2.Regions.Length, "Region"),
            Plural.Of(world.Ec2.Images.Count(), "image"),
            Plural.Of(world.Ec2.Instances.Count(), "instance"),
        ];
        return string.Join(", ", counts);
    }
}
