using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>Writes the review list for the public images of the inventory, with who uses each; decisions that were made stay.</summary>
public sealed class ReviewImages(IImageSharing sharing)
{
    private const int ImagesAtOnce = 16;

    /// <param name="found">The public images, as the inventory knows them.</param>
    /// <param name="before">The list as it is; null for none.</param>
    /// <param name="askForReports">Whether EC2 is asked for a usage report where there is none.</param>
    public async Task<ReviewList> Run(
        IReadOnlyList<ReviewedImage> found,
        ReviewList? before,
        bool askForReports,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var decided = (before?.Images ?? []).ToDictionary(i => (i.Account, i.Region, i.ImageId));
        var reviewed = new ReviewedImage[found.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, found.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancel },
            async (i, stop) =>
            {
                var image = await WithUsage(found[i], askForReports, bag, stop);
                reviewed[i] = decided.TryGetValue((image.Account, image.Region, image.ImageId), out var old)
                    ? image with
                    {
                        Decision = old.Decision,
                        Grant = old.Grant,
                        Reason = old.Reason,
                        ExpiresOn = old.ExpiresOn,
                        ApprovedBy = old.ApprovedBy,
                        Ticket = old.Ticket,
                    }
                    : image;
            }
        );
        return new ReviewList([.. reviewed]);
    }

    private async Task<ReviewedImage> WithUsage(
        ReviewedImage image,
        bool askForReports,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        try
        {
            if (await sharing.DescribeImageUsage(image.Account, image.Region, image.ImageId, cancel) is { } usage)
                return image with { UsageReport = usage.Day, UsedBy = usage.Uses };
            if (askForReports)
                await sharing.CreateImageUsageReport(image.Account, image.Region, image.ImageId, cancel);
        }
        catch (AwsException e)
        {
            lock (bag)
                bag.Report(
                    ImagesDiagnostics.UsageUnknown,
                    SourceLocation.OfFile(SourceText.Missing("AWS")),
                    $"{image.ImageId} in {image.Account} {image.Region}: {e.Failure.Summary}",
                    "who uses the image is not known; it can be reviewed all the same"
                );
        }
        return image;
    }
}
