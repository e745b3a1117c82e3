using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Who sees an image and may launch it (EC2 user guide, "Understand shared AMI usage").</summary>
internal static class ImageAccess
{
    public static bool IsVisible(SandboxWorld world, SandboxImage image, string account) =>
        image.OwnerId == account || image.IsPublic || IsSharedWith(world, image, account);

    /// <summary>By account, by the organization, or by an organizational unit above the account; not by being public.</summary>
    public static bool IsSharedWith(SandboxWorld world, SandboxImage image, string account)
    {
        foreach (var permission in image.LaunchPermissions)
            switch (permission.Kind)
            {
                case "userId" when permission.Value == account:
                case "organizationArn"
                    when permission.Value == OrganizationArn(world) && world.Lookup.Account(account) is not null:
                case "organizationalUnitArn"
                    when world.Lookup.Index.PathTo(account).Any(step => permission.Value == UnitArn(world, step)):
                    return true;
            }
        return false;
    }

    public static string OrganizationArn(SandboxWorld world) =>
        $"arn:aws:organizations::{world.Organization.ManagementAccount}:organization/{world.Organization.Id}";

    public static string UnitArn(SandboxWorld world, string unit) =>
        $"arn:aws:organizations::{world.Organization.ManagementAccount}:ou/{world.Organization.Id}/{unit}";
}
