using System.Collections.Immutable;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;
using LaunchPermission = AmiGovernance.Core.Ports.Images.LaunchPermission;

namespace AmiGovernance.Aws.Images;

/// <summary>Who may launch images, and who does, over the EC2 API.</summary>
internal sealed class ImageSharingClient(AwsSession session) : IImageSharingReader, IImageSharingWriter
{
    public Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(
        ImagePlace image,
        CancellationToken cancel
    ) => LaunchPermissions.Describe(session, image, cancel);

    public Task ModifyLaunchPermissions(
        ImagePlace image,
        ImmutableArray<LaunchPermission> add,
        ImmutableArray<LaunchPermission> remove,
        CancellationToken cancel
    )
    {
        var request = new ModifyImageAttributeRequest
        {
            ImageId = image.Id.Value,
            LaunchPermission = new LaunchPermissionModifications
            {
                Add = [.. add.Select(Ec2Answers.Permission)],
                Remove = [.. remove.Select(Ec2Answers.Permission)],
            },
        };
        return At(image).Call("ModifyImageAttribute", ec2 => ec2.ModifyImageAttributeAsync(request, cancel), cancel);
    }

    public async Task<UsageReports> DescribeImageUsage(ImagePlace image, CancellationToken cancel)
    {
        var place = At(image);
        var answers = await place.Pages(
            "DescribeImageUsageReports",
            (ec2, token) =>
                ec2.DescribeImageUsageReportsAsync(
                    new DescribeImageUsageReportsRequest { ImageIds = [image.Id.Value], NextToken = token },
                    cancel
                ),
            page => page.NextToken,
            cancel
        );
        var reports = answers.SelectMany(p => p.ImageUsageReports ?? []).ToList();
        var newest = reports.Where(r => r.State == "available").MaxBy(r => r.CreationTime);
        var usage = newest is null ? null : await Usage(place, newest, cancel);
        return new UsageReports(usage, reports.Exists(r => r.State == "pending"));
    }

    private static async Task<ImageUsage> Usage(Ec2Place place, ImageUsageReport newest, CancellationToken cancel)
    {
        var pages = await place.Pages(
            "DescribeImageUsageReportEntries",
            (ec2, token) =>
                ec2.DescribeImageUsageReportEntriesAsync(
                    new DescribeImageUsageReportEntriesRequest { ReportIds = [newest.ReportId], NextToken = token },
                    cancel
                ),
            page => page.NextToken,
            cancel
        );
        var uses = pages
            .SelectMany(p => p.ImageUsageReportEntries ?? [])
            .Select(User)
            .OfType<ImageUser>()
            .OrderBy(u => u.Account)
            .ThenBy(u => u.ResourceType, StringComparer.Ordinal);
        var made = (newest.CreationTime ?? default).ToUniversalTime();
        return new ImageUsage(DateOnly.FromDateTime(made), [.. uses]);
    }

    /// <summary>Null for an entry without an account.</summary>
    private static ImageUser? User(ImageUsageReportEntry entry) =>
        AccountId.TryParse(entry.AccountId ?? "", out var account)
            ? new ImageUser(account, entry.ResourceType ?? "", entry.UsageCount ?? 0)
            : null;

    public Task CreateImageUsageReport(ImagePlace image, CancellationToken cancel)
    {
        var request = new CreateImageUsageReportRequest
        {
            ImageId = image.Id.Value,
            ResourceTypes =
            [
                new ImageUsageResourceTypeRequest { ResourceType = "ec2:Instance" },
                new ImageUsageResourceTypeRequest { ResourceType = "ec2:LaunchTemplate" },
            ],
        };
        return At(image)
            .Call("CreateImageUsageReport", ec2 => ec2.CreateImageUsageReportAsync(request, cancel), cancel);
    }

    private Ec2Place At(ImagePlace image) => new(session, image.Account, image.Region);
}
