using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Who sees an image and may launch it (EC2 user guide, "Understand shared AMI usage").</summary>
internal static class ImageAccess
{
    public static bool IsVisible(SandboxWorld world, SandboxImage image, AccountId account) =>
        image.OwnerId == account || image.IsPublic || IsSharedWith(world, image, account);

    /// <summary>By account, by the organization, or by an organizational unit above the account; not by being public.</summary>
    public static bool IsSharedWith(SandboxWorld world, SandboxImage image, AccountId account)
    {
        foreach (var permission in image.LaunchPermissions)
            if (Reaches(permission, world, account))
                return true;
        return false;
    }

    private static bool Reaches(LaunchPermission permission, SandboxWorld world, AccountId account) =>
        permission.Kind switch
        {
            LaunchPermission.User => permission.Value == account.Value,
            LaunchPermission.Organization => permission.Value == OrganizationArn(world)
                && world.Lookup.Account(account) is not null,
            LaunchPermission.OrganizationalUnit => world
                .Lookup.Index.PathTo(account.Value)
                .Any(step => permission.Value == UnitArn(world, step)),
            _ => false,
        };

    private static string OrganizationArn(SandboxWorld world) =>
        Arns.Organizations(world.Organization.ManagementAccount, $"organization/{world.Organization.Id}");

    private static string UnitArn(SandboxWorld world, string unit) =>
        Arns.Organizations(world.Organization.ManagementAccount, $"ou/{world.Organization.Id}/{unit}");
}
