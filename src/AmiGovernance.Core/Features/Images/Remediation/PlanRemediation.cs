using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>From decisions to calls: reads each image's launch permissions as they are now, and names what is to be changed.</summary>
/// <param name="sharing">Reads launch permissions.</param>
/// <param name="today">Decisions to keep an image public end.</param>
public sealed class PlanRemediation(IImageSharingReader sharing, DateOnly today)
{
    private const int ImagesAtOnce = 16;

    /// <summary>
    /// Null with a report when one of the decisions cannot be carried out: then nothing is. Images that cannot be read are reported
    /// and left out; nothing else stops for them.
    /// </summary>
    /// <param name="list">The decisions of people.</param>
    /// <param name="bag">Takes the reports.</param>
    public async Task<RemediationPlan?> Run(ReviewList list, DiagnosticBag bag, CancellationToken cancel)
    {
        var decided = ReviewChecks.Check(list, today);
        decided.ReportTo(bag);
        if (decided.IfSound is null)
            return null;

        var steps = await Steps([.. list.Images.Where(i => i.Decision == ReviewDecision.Private)], bag, cancel);
        return new RemediationPlan(
            [.. steps.Where(s => !s.IsEmpty)],
            steps.Count(s => s.IsEmpty),
            list.Images.Count(i => i.IsKept(today)),
            list.Images.Count(i => i.Decision == ReviewDecision.Open)
        );
    }

    private async Task<List<RemediationStep>> Steps(
        List<ReviewedImage> images,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var steps = new RemediationStep?[images.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(
            0,
            images.Count,
            options,
            async (i, stop) => steps[i] = await Step(images[i], bag, stop)
        );
        return [.. steps.OfType<RemediationStep>()];
    }

    private async Task<RemediationStep?> Step(ReviewedImage image, DiagnosticBag bag, CancellationToken cancel)
    {
        if (image.Place is not { } place)
            return null;
        try
        {
            return Step(image, place, await sharing.DescribeLaunchPermissions(place, cancel));
        }
        catch (AwsException e)
        {
            lock (bag)
                bag.Report(
                    RemediationDiagnostics.ImageNotReached,
                    image.Location ?? SourceLocation.OfFile(SourceText.Missing("AWS")),
                    $"{place}: {e.Failure.Summary}",
                    RemediationAdvice.For(e.Failure)
                );
            return null;
        }
    }

    private static RemediationStep Step(ReviewedImage image, ImagePlace place, ImmutableArray<LaunchPermission> now)
    {
        var isPublic = now.Contains(LaunchPermission.Everyone);
        return new RemediationStep(
            place,
            now,
            [.. image.Grant.Except(now).Order()],
            isPublic ? [LaunchPermission.Everyone] : []
        )
        {
            ApprovedBy = image.ApprovedBy,
            Ticket = image.Ticket,
            Reason = image.Reason,
        };
    }
}
