using System.Collections.Frozen;
using System.Collections.Immutable;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Organizations;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Verification;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;

namespace AmiGovernance.Aws.Images;

/// <summary>Images over the EC2 API, an account and Region at a time.</summary>
internal sealed class ImagesClient(AwsSession session) : IImageReader
{
    /// <summary>EC2 API reference, DescribeImages: the largest page. Without a page size EC2 may throttle or not answer in time.</summary>
    private const int PageSize = 1000;

    private static readonly List<string> Self = ["self"];

    /// <summary>A Region that does not exist can have been asked for, and none such answers: then another one does.</summary>
    public async Task<ImmutableArray<AccountRegion>> DescribeRegions(AccountId account, CancellationToken cancel)
    {
        var home = OrganizationsClient.RegionIn(session.Region.PartitionName);
        try
        {
            return await DescribeRegions(account, session.Region.SystemName, cancel);
        }
        catch (AwsException e) when (session.Region.SystemName != home && IsNoRegion(e.Failure))
        {
            return await DescribeRegions(account, home, cancel);
        }
    }

    /// <summary>`AuthFailure` is also what a Region says that the account has not opted in to.</summary>
    private static bool IsNoRegion(AwsFailure failure) =>
        failure.Kind == AwsFailureKind.Unreachable || failure.Code == "AuthFailure";

    private async Task<ImmutableArray<AccountRegion>> DescribeRegions(
        AccountId account,
        string region,
        CancellationToken cancel
    )
    {
        var answer = await new Ec2Place(session, account, region).Call(
            "DescribeRegions",
            ec2 => ec2.DescribeRegionsAsync(new DescribeRegionsRequest { AllRegions = true }, cancel),
            cancel
        );
        return [.. (answer.Regions ?? []).Select(r => Read(r, account)).OrderBy(r => r.Region)];
    }

    private static AccountRegion Read(Region region, AccountId account) =>
        new(Ec2Answers.RegionName(region.RegionName, account), region.OptInStatus ?? "opt-in-not-required");

    public async Task<ImmutableArray<InventoriedImage>> DescribeImages(
        AccountId account,
        RegionName region,
        ImageSelection selection,
        CancellationToken cancel
    )
    {
        var pages = await At(account, region)
            .Pages(
                "DescribeImages",
                (ec2, token) => ec2.DescribeImagesAsync(Request(selection, token), cancel),
                page => page.NextToken,
                cancel
            );
        return [.. pages.SelectMany(p => p.Images ?? []).Select(i => Ec2Answers.Image(i, account, region))];
    }

    private static DescribeImagesRequest Request(ImageSelection selection, string? token)
    {
        var request = new DescribeImagesRequest
        {
            MaxResults = PageSize,
            IncludeDeprecated = true,
            IncludeDisabled = true,
            NextToken = token,
        };
        if (selection == ImageSelection.SharedWithAccount)
            request.ExecutableUsers = Self;
        else
            request.Owners = Self;
        if (selection == ImageSelection.OwnPublic)
            request.Filters = [new Filter("is-public", ["true"])];
        return request;
    }

    public Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(
        ImagePlace image,
        CancellationToken cancel
    ) => LaunchPermissions.Describe(session, image, cancel);

    /// <summary>
    /// EC2 API reference, DescribeSnapshots: `all` stands for public snapshots; owners and restorable users narrow the answer
    /// together.
    /// </summary>
    public async Task<FrozenSet<string>> DescribePublicSnapshots(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        var pages = await At(account, region)
            .Pages(
                "DescribeSnapshots",
                (ec2, token) =>
                    ec2.DescribeSnapshotsAsync(
                        new DescribeSnapshotsRequest
                        {
                            OwnerIds = Self,
                            RestorableByUserIds = ["all"],
                            MaxResults = PageSize,
                            NextToken = token,
                        },
                        cancel
                    ),
                page => page.NextToken,
                cancel
            );
        return pages.SelectMany(p => p.Snapshots ?? []).Select(s => s.SnapshotId).ToFrozenSet(StringComparer.Ordinal);
    }

    public async Task<ImageSettings> GetImageSettings(
        AccountId account,
        RegionName region,
        ImmutableArray<StateAttribute> attributes,
        CancellationToken cancel
    )
    {
        var place = At(account, region);
        Task<ManagedState> Read(StateAttribute attribute) =>
            place.Call(attribute.ReadCall, ec2 => AttributeStates.Read(ec2, attribute, cancel), cancel);

        var sharing = await Read(DeclarativeAttributes.ImageBlockPublicAccess);
        var others = new List<AttributeSetting>();
        foreach (var attribute in attributes)
        {
            var found = await Read(attribute);
            others.Add(new AttributeSetting(attribute, found.State, found.ManagedBy));
        }
        var allowed = await place.Call(
            "GetAllowedImagesSettings",
            ec2 => ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), cancel),
            cancel
        );
        return new ImageSettings(
            account,
            region,
            sharing.State,
            sharing.ManagedBy,
            allowed.State ?? "",
            AttributeStates.Manager(allowed.ManagedBy)
        )
        {
            Attributes = [.. others],
        };
    }

    private Ec2Place At(AccountId account, RegionName region) => new(session, account, region);
}
