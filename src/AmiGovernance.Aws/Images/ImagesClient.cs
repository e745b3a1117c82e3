using System.Collections.Frozen;
using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;

namespace AmiGovernance.Aws.Images;

/// <summary>Images over the EC2 API, an account and Region at a time.</summary>
internal sealed class ImagesClient(AwsSession session) : IImageReader, IImageSharing
{
    /// <summary>EC2 API reference, DescribeImages: the largest page. Without a page size EC2 may throttle or not answer in time.</summary>
    private const int PageSize = 1000;

    public async Task<ImmutableArray<AccountRegion>> DescribeRegions(AccountId account, CancellationToken cancel)
    {
        var answer = await Call(
            account,
            session.Region.SystemName,
            "DescribeRegions",
            (ec2, c) => ec2.DescribeRegionsAsync(new DescribeRegionsRequest { AllRegions = true }, c),
            cancel
        );
        return
        [
            .. (answer.Regions ?? [])
                .Select(r => new AccountRegion(r.RegionName, r.OptInStatus ?? "opt-in-not-required"))
                .OrderBy(r => r.Name, StringComparer.Ordinal),
        ];
    }

    public async Task<ImmutableArray<InventoriedImage>> DescribeImages(
        AccountId account,
        string region,
        ImageSelection selection,
        CancellationToken cancel
    )
    {
        var request = new DescribeImagesRequest
        {
            MaxResults = PageSize,
            IncludeDeprecated = true,
            IncludeDisabled = true,
        };
        if (selection == ImageSelection.SharedWithAccount)
            request.ExecutableUsers = ["self"];
        else
            request.Owners = ["self"];
        if (selection == ImageSelection.OwnPublic)
            request.Filters = [new Filter("is-public", ["true"])];
        var found = ImmutableArray.CreateBuilder<InventoriedImage>();
        do
        {
            var page = await Call(
                account,
                region,
                "DescribeImages",
                (ec2, c) => ec2.DescribeImagesAsync(request, c),
                cancel
            );
            found.AddRange((page.Images ?? []).Select(i => Read(i, account, region)));
            request.NextToken = page.NextToken;
        } while (!string.IsNullOrEmpty(request.NextToken));
        return found.ToImmutable();
    }

    public async Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(
        AccountId account,
        string region,
        string imageId,
        CancellationToken cancel
    )
    {
        var answer = await Call(
            account,
            region,
            "DescribeImageAttribute",
            (ec2, c) =>
                ec2.DescribeImageAttributeAsync(
                    new DescribeImageAttributeRequest
                    {
                        ImageId = imageId,
                        Attribute = ImageAttributeName.LaunchPermission,
                    },
                    c
                ),
            cancel
        );
        return [.. (answer.ImageAttribute?.LaunchPermissions ?? []).Select(Read).Order()];
    }

    /// <summary>EC2 API reference, DescribeSnapshots: `all` stands for public snapshots; owners and restorable users narrow the answer together.</summary>
    public async Task<FrozenSet<string>> DescribePublicSnapshots(
        AccountId account,
        string region,
        CancellationToken cancel
    )
    {
        var request = new DescribeSnapshotsRequest
        {
            OwnerIds = ["self"],
            RestorableByUserIds = ["all"],
            MaxResults = PageSize,
        };
        var found = new List<string>();
        do
        {
            var page = await Call(
                account,
                region,
                "DescribeSnapshots",
                (ec2, c) => ec2.DescribeSnapshotsAsync(request, c),
                cancel
            );
            found.AddRange((page.Snapshots ?? []).Select(s => s.SnapshotId));
            request.NextToken = page.NextToken;
        } while (!string.IsNullOrEmpty(request.NextToken));
        return found.ToFrozenSet(StringComparer.Ordinal);
    }

    public async Task<ImageSettings> GetImageSettings(AccountId account, string region, CancellationToken cancel)
    {
        var sharing = await Call(
            account,
            region,
            "GetImageBlockPublicAccessState",
            (ec2, c) => ec2.GetImageBlockPublicAccessStateAsync(new GetImageBlockPublicAccessStateRequest(), c),
            cancel
        );
        var allowed = await Call(
            account,
            region,
            "GetAllowedImagesSettings",
            (ec2, c) => ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), c),
            cancel
        );
        return new ImageSettings(
            account,
            region,
            sharing.ImageBlockPublicAccessState ?? "",
            sharing.ManagedBy?.Value ?? "account",
            allowed.State ?? "",
            allowed.ManagedBy?.Value ?? "account"
        );
    }

    public Task ModifyLaunchPermissions(
        AccountId account,
        string region,
        string imageId,
        ImmutableArray<LaunchPermission> add,
        ImmutableArray<LaunchPermission> remove,
        CancellationToken cancel
    ) =>
        Call(
            account,
            region,
            "ModifyImageAttribute",
            (ec2, c) =>
                ec2.ModifyImageAttributeAsync(
                    new ModifyImageAttributeRequest
                    {
                        ImageId = imageId,
                        LaunchPermission = new LaunchPermissionModifications
                        {
                            Add = [.. add.Select(Write)],
                            Remove = [.. remove.Select(Write)],
                        },
                    },
                    c
                ),
            cancel
        );

    public async Task<ImageUsage?> DescribeImageUsage(
        AccountId account,
        string region,
        string imageId,
        CancellationToken cancel
    )
    {
        var reports = await Call(
            account,
            region,
            "DescribeImageUsageReports",
            (ec2, c) =>
                ec2.DescribeImageUsageReportsAsync(new DescribeImageUsageReportsRequest { ImageIds = [imageId] }, c),
            cancel
        );
        var newest = (reports.ImageUsageReports ?? []).Where(r => r.State == "available").MaxBy(r => r.CreationTime);
        if (newest is null)
            return null;
        var uses = ImmutableArray.CreateBuilder<ImageUser>();
        var request = new DescribeImageUsageReportEntriesRequest { ReportIds = [newest.ReportId] };
        do
        {
            var page = await Call(
                account,
                region,
                "DescribeImageUsageReportEntries",
                (ec2, c) => ec2.DescribeImageUsageReportEntriesAsync(request, c),
                cancel
            );
            foreach (var entry in page.ImageUsageReportEntries ?? [])
                if (AccountId.TryParse(entry.AccountId ?? "", out var user))
                    uses.Add(new ImageUser(user, entry.ResourceType ?? "", entry.UsageCount ?? 0));
            request.NextToken = page.NextToken;
        } while (!string.IsNullOrEmpty(request.NextToken));
        return new ImageUsage(
            DateOnly.FromDateTime((newest.CreationTime ?? default).ToUniversalTime()),
            [.. uses.OrderBy(u => u.Account).ThenBy(u => u.ResourceType, StringComparer.Ordinal)]
        );
    }

    public Task CreateImageUsageReport(AccountId account, string region, string imageId, CancellationToken cancel) =>
        Call(
            account,
            region,
            "CreateImageUsageReport",
            (ec2, c) =>
                ec2.CreateImageUsageReportAsync(
                    new CreateImageUsageReportRequest
                    {
                        ImageId = imageId,
                        ResourceTypes =
                        [
                            new ImageUsageResourceTypeRequest { ResourceType = "ec2:Instance" },
                            new ImageUsageResourceTypeRequest { ResourceType = "ec2:LaunchTemplate" },
                        ],
                    },
                    c
                ),
            cancel
        );

    private Task<T> Call<T>(
        AccountId account,
        string region,
        string operation,
        Func<AmazonEC2Client, CancellationToken, Task<T>> call,
        CancellationToken cancel
    ) =>
        AwsCalls.Run(
            $"ec2:{operation}",
            async () => await call(await session.Ec2(account, region, cancel), cancel),
            cancel
        );

    private static InventoriedImage Read(Image image, AccountId account, string region)
    {
        var volumes = (image.BlockDeviceMappings ?? [])
            .Select(d => d.Ebs)
            .Where(e => e?.SnapshotId is not null)
            .ToList();
        return new InventoriedImage(account, region, image.ImageId)
        {
            Owner = AccountId.TryParse(image.OwnerId ?? "", out var owner) ? owner : account,
            OwnerAlias = string.IsNullOrEmpty(image.ImageOwnerAlias) ? null : image.ImageOwnerAlias,
            Name = image.Name ?? "",
            Description = image.Description ?? "",
            State = image.State?.Value ?? "",
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

    private static LaunchPermission Read(Amazon.EC2.Model.LaunchPermission permission) =>
        permission.Group is { } group ? new LaunchPermission(PermissionKind.Group, group.Value)
        : permission.OrganizationArn is { } organization
            ? new LaunchPermission(PermissionKind.OrganizationArn, organization)
        : permission.OrganizationalUnitArn is { } unit
            ? new LaunchPermission(PermissionKind.OrganizationalUnitArn, unit)
        : new LaunchPermission(PermissionKind.UserId, permission.UserId ?? "");

    private static Amazon.EC2.Model.LaunchPermission Write(LaunchPermission permission) =>
        permission.Kind switch
        {
            PermissionKind.Group => new() { Group = permission.Value },
            PermissionKind.OrganizationArn => new() { OrganizationArn = permission.Value },
            PermissionKind.OrganizationalUnitArn => new() { OrganizationalUnitArn = permission.Value },
            _ => new() { UserId = permission.Value },
        };
}
