using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>Writes the review list for the public images of the inventory, with who uses each; decisions that were made stay.</summary>
/// <param name="reader">Reads usage reports.</param>
/// <param name="writer">Asks for usage reports.</param>
public sealed class ReviewImages(IImageSharingReader reader, IImageSharingWriter writer)
{
    private const int ImagesAtOnce = 16;

    /// <summary>The list; usage that cannot be read is reported, and the image is in the list all the same.</summary>
    /// <param name="found">The public images, as the inventory knows them.</param>
    /// <param name="before">The list as it is; null for none.</param>
    /// <param name="ledger">What the last scan read: of what it did not read, the list keeps what it has.</param>
    /// <param name="askForReports">Whether EC2 is asked for a usage report where there is none.</param>
    /// <param name="bag">Takes the reports.</param>
    public async Task<ReviewList> Run(
        IReadOnlyList<ReviewedImage> found,
        ReviewList? before,
        ImmutableArray<RegionScan> ledger,
        bool askForReports,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var decided = (before?.Images ?? []).ToDictionary(i => i.Key);
        var reviewed = new ReviewedImage[found.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(
            0,
            found.Count,
            options,
            async (i, stop) =>
            {
                var image = await WithUsage(found[i], askForReports, bag, stop);
                reviewed[i] = WithDecision(image, decided.GetValueOrDefault(image.Key));
            }
        );
        return new ReviewList([.. reviewed, .. NotLookedAt(found, before, ledger)]);
    }

    /// <summary>
    /// The entries of a list that are not among the images that were found, and may be public all the same: nobody has looked at their
    /// account and Region.
    /// </summary>
    public static IEnumerable<ReviewedImage> NotLookedAt(
        IEnumerable<ReviewedImage> found,
        ReviewList? before,
        ImmutableArray<RegionScan> ledger
    )
    {
        var known = found.Select(i => i.Key).ToHashSet();
        var read = ledger.Where(r => r.Coverage.HasImages()).Select(r => (r.Account, r.RegionText)).ToHashSet();
        return (before?.Images ?? []).Where(i =>
            !known.Contains(i.Key) && !read.Contains((i.Account, i.WrittenRegion))
        );
    }

    private static ReviewedImage WithDecision(ReviewedImage image, ReviewedImage? decided) =>
        decided is null
            ? image
            : image with
            {
                Decision = decided.Decision,
                Grant = decided.Grant,
                Reason = decided.Reason,
                ExpiresOn = decided.ExpiresOn,
                ApprovedBy = decided.ApprovedBy,
                Ticket = decided.Ticket,
            };

    private async Task<ReviewedImage> WithUsage(
        ReviewedImage image,
        bool askForReports,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (image.Place is not { } place)
            return image;
        try
        {
            var reports = await reader.DescribeImageUsage(place, cancel);
            if (reports.Newest is { } usage)
                return image with { UsageReport = usage.Day, UsedBy = usage.Uses };
            if (askForReports && !reports.IsPending)
                await writer.CreateImageUsageReport(place, cancel);
            return image with { IsReportPending = askForReports || reports.IsPending };
        }
        catch (AwsException e)
        {
            lock (bag)
                bag.Report(
                    RemediationDiagnostics.UsageUnknown,
                    SourceLocation.OfFile(SourceText.Missing("AWS")),
                    $"{place}: {e.Failure.Summary}",
                    "who uses the image is not known; it can be reviewed all the same"
                );
        }
        return image;
    }
}
