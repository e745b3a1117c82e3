using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;

namespace AmiGovernance.Aws.Images;

/// <summary>What EC2 says of images, in the words of the inventory.</summary>
internal static class Ec2Answers
{
    /// <exception cref="AwsException">The answer has no id of an image: what it says cannot be used.</exception>
    public static InventoriedImage Image(Image image, AccountId account, RegionName region)
    {
        var volumes = (image.BlockDeviceMappings ?? [])
            .Select(d => d.Ebs)
            .Where(e => e?.SnapshotId is not null)
            .ToList();
        var hasOwner = AccountId.TryParse(image.OwnerId ?? "", out var owner);
        return new InventoriedImage(account, region, Id(image.ImageId, account, region))
        {
            Owner = hasOwner ? owner : account,
            OwnerAlias = string.IsNullOrEmpty(image.ImageOwnerAlias) ? null : image.ImageOwnerAlias,
            Name = image.Name ?? "",
            Description = image.Description ?? "",
            State = image.State?.Value ?? "",
            Architecture = image.Architecture?.Value,
            IsPublic = image.Public == true,
            CreationDate = DescribedImage.Time(image.CreationDate),
            DeprecationTime = DescribedImage.Time(image.DeprecationTime),
            LastLaunchedTime = DescribedImage.Time(image.LastLaunchedTime),
            Snapshots = [.. volumes.Select(v => v.SnapshotId)],
            IsEncrypted = volumes.Count > 0 && volumes.All(v => v.Encrypted == true),
            SourceImageId = image.SourceImageId,
            SourceInstanceId = image.SourceInstanceId,
        };
    }

    /// <summary>One of the members is set.</summary>
    public static LaunchPermission Permission(Amazon.EC2.Model.LaunchPermission permission)
    {
        if (permission.Group is { } group)
            return new LaunchPermission(PermissionKind.Group, group.Value);
        if (permission.OrganizationArn is { } organization)
            return new LaunchPermission(PermissionKind.OrganizationArn, organization);
        if (permission.OrganizationalUnitArn is { } unit)
            return new LaunchPermission(PermissionKind.OrganizationalUnitArn, unit);
        return new LaunchPermission(PermissionKind.UserId, permission.UserId ?? "");
    }

    public static Amazon.EC2.Model.LaunchPermission Permission(LaunchPermission permission) =>
        permission.Kind switch
        {
            PermissionKind.Group => new() { Group = permission.Value },
            PermissionKind.OrganizationArn => new() { OrganizationArn = permission.Value },
            PermissionKind.OrganizationalUnitArn => new() { OrganizationalUnitArn = permission.Value },
            _ => new() { UserId = permission.Value },
        };

    /// <exception cref="AwsException">The answer has no name of a Region.</exception>
    public static RegionName RegionName(string? text, AccountId account) =>
        Core.Base.Identifiers.RegionName.TryParse(text ?? "", out var region)
            ? region
            : throw Unexpected("ec2:DescribeRegions", $"`{text}` is not the name of a Region", account, null);

    private static ImageId Id(string? text, AccountId account, RegionName region) =>
        ImageId.TryParse(text ?? "", out var id)
            ? id
            : throw Unexpected("ec2:DescribeImages", $"`{text}` is not the id of an image", account, region);

    /// <summary>What cannot be understood counts as not read, never as not there.</summary>
    private static AwsException Unexpected(string operation, string message, AccountId account, RegionName? region) =>
        new(
            new AwsFailure
            {
                Operation = operation,
                Code = "UnexpectedAnswer",
                Message = message,
                Account = account,
                Region = region,
            }
        );
}
