using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>From decisions to calls: reads each image's launch permissions as they are now, and names what is to be changed.</summary>
/// <param name="sharing">Reads launch permissions.</param>
/// <param name="log">What was done so far.</param>
/// <param name="today">Decisions to keep an image public end.</param>
public sealed class PlanRemediation(IImageSharingReader sharing, IReadOnlyList<RemediationEntry> log, DateOnly today)
{
    private const int ImagesAtOnce = 16;

    /// <summary>
    /// Decisions that cannot be carried out and images that cannot be read are reported and left out; nothing else stops for them.
    /// </summary>
    /// <param name="list">The decisions of people.</param>
    /// <param name="bag">Takes the reports.</param>
    public async Task<RemediationPlan> Run(ReviewList list, DiagnosticBag bag, CancellationToken cancel)
    {
        var sound = ReviewChecks.Sound(list, today, bag);
        var planned = await Steps([.. sound.Where(i => i.Decision == ReviewDecision.Private)], bag, cancel);
        var steps = planned.Select(p => p.Step).OfType<RemediationStep>().ToList();
        return new RemediationPlan(
            [.. steps.Where(s => !s.IsEmpty)],
            steps.Count(s => s.IsEmpty),
            sound.Count(i => i.IsKept(today)),
            sound.Count(i => i.Decision == ReviewDecision.Open)
        )
        {
            NotReached = [.. planned.Select(p => p.NotReached).OfType<UnreachedImage>()],
            Faulty = list.Images.Length - sound.Length,
            Revoked = planned.Sum(p => p.Revoked),
        };
    }

    /// <param name="Step">Null where the image cannot be read.</param>
    /// <param name="Revoked">Grants that are not given again.</param>
    private sealed record Planned(RemediationStep? Step, int Revoked, UnreachedImage? NotReached = null);

    private async Task<List<Planned>> Steps(List<ReviewedImage> images, DiagnosticBag bag, CancellationToken cancel)
    {
        var steps = new Planned?[images.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(
            0,
            images.Count,
            options,
            async (i, stop) => steps[i] = await Step(images[i], bag, stop)
        );
        return [.. steps.OfType<Planned>()];
    }

    private async Task<Planned?> Step(ReviewedImage image, DiagnosticBag bag, CancellationToken cancel)
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
            return new Planned(null, 0, new UnreachedImage(place, e.Failure.Summary));
        }
    }

    private Planned Step(ReviewedImage image, ImagePlace place, ImmutableArray<LaunchPermission> now)
    {
        var isPublic = now.Contains(LaunchPermission.Everyone);
        var missing = image.Grant.Except(now).ToList();
        // Who was let in by this decision and is not any more was put out by somebody: that is no work of ours to take back.
        var revoked = isPublic ? [] : missing.Intersect(Given(image, place)).ToList();
        var step = new RemediationStep(
            place,
            now,
            [.. missing.Except(revoked).Order()],
            isPublic ? [LaunchPermission.Everyone] : []
        )
        {
            ApprovedBy = image.ApprovedBy,
            Ticket = image.Ticket,
            Reason = image.Reason,
        };
        return new Planned(step, revoked.Count);
    }

    /// <summary>Whom runs have let in by the same approval.</summary>
    private IEnumerable<LaunchPermission> Given(ReviewedImage image, ImagePlace place) =>
        log.Where(e => e is { Event: RemediationEvent.Done, Undoes: "" } && e.Image == place)
            .Where(e => e.Ticket == Sanitize.Text(image.Ticket))
            .SelectMany(e => e.After);
}
