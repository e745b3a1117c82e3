using System.Collections.Immutable;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Sandbox.World;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;

namespace AmiGovernance.Tests.Support;

/// <summary>Launch permissions of the sandbox's world without a protocol between, for tests that look at every single call.</summary>
internal sealed class SandboxSharing(SandboxWorld world) : IImageSharingReader, IImageSharingWriter
{
    public List<string> Changes { get; } = [];

    /// <summary>Called before and after each changing call; what it throws is what the caller gets.</summary>
    public Action<string>? Before { get; set; }

    public Action<string>? After { get; set; }

    public Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(ImagePlace place, CancellationToken cancel)
    {
        lock (Changes)
            return world.Ec2.Image(place.Id.Value) is { } image
                ? Task.FromResult(
                    image
                        .LaunchPermissions.Select(p => LaunchPermission.Parse(p.Value)!.Value)
                        .Order()
                        .ToImmutableArray()
                )
                : throw new AwsException(
                    "ec2:DescribeImageAttribute",
                    "InvalidAMIID.NotFound",
                    $"The image id '[{place.Id}]' does not exist",
                    "r"
                );
    }

    public Task ModifyLaunchPermissions(
        ImagePlace place,
        ImmutableArray<LaunchPermission> add,
        ImmutableArray<LaunchPermission> remove,
        CancellationToken cancel
    )
    {
        lock (Changes)
        {
            Before?.Invoke(place.Id.Value);
            // As a client does: a call in flight ends without its answer.
            cancel.ThrowIfCancellationRequested();
            var image = world.Ec2.Image(place.Id.Value)!;
            world.Ec2.Put(
                image with
                {
                    LaunchPermissions = [.. image.LaunchPermissions.Except(remove.Select(Of)).Union(add.Select(Of))],
                }
            );
            Changes.Add($"{place.Id}: -{string.Join(',', remove)} +{string.Join(',', add)}");
            After?.Invoke(place.Id.Value);
        }
        return Task.CompletedTask;
    }

    public Task<UsageReports> DescribeImageUsage(ImagePlace place, CancellationToken cancel) =>
        Task.FromResult(new UsageReports(null, IsPending: false));

    public Task CreateImageUsageReport(ImagePlace place, CancellationToken cancel) => Task.CompletedTask;

    private static AmiGovernance.Sandbox.World.LaunchPermission Of(LaunchPermission permission) =>
        new(
            permission.Kind switch
            {
                PermissionKind.Group => "group",
                PermissionKind.UserId => "userId",
                PermissionKind.OrganizationArn => "organizationArn",
                _ => "organizationalUnitArn",
            },
            permission.Value
        );
}
