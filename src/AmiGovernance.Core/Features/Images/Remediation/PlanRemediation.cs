using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <param name="Settled">Images that are as decided already.</param>
public sealed record RemediationPlan(ImmutableArray<RemediationStep> Steps, int Settled, int Kept, int Open);

/// <summary>From decisions to calls: reads each image's launch permissions as they are now, and names what is to be changed.</summary>
public sealed class PlanRemediation(IImageSharing sharing, DateOnly today)
{
    private const int ImagesAtOnce = 16;

    /// <summary>Images that cannot be read are reported and left out; nothing else stops for them.</summary>
    public async Task<RemediationPlan> Run(ReviewList list, DiagnosticBag bag, CancellationToken cancel)
    {
        var decided = list.Images.Where(i => i.Decision == ReviewDecision.Private).ToList();
        var steps = new RemediationStep?[decided.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, decided.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancel },
            async (i, stop) =>
            {
                var image = decided[i];
                try
                {
                    var now = await sharing.DescribeLaunchPermissions(image.Account, image.Region, image.ImageId, stop);
                    steps[i] = Step(image, now);
                }
                catch (AwsException e)
                {
                    lock (bag)
                        bag.Report(
                            ImagesDiagnostics.ImageNotReached,
                            image.Location ?? SourceLocation.OfFile(SourceText.Missing("AWS")),
                            $"{image.ImageId} in {image.Account} {image.Region}: {e.Failure.Summary}",
                            Advice(e)
                        );
                }
            }
        );
        var planned = steps.OfType<RemediationStep>().ToList();
        return new RemediationPlan(
            [.. planned.Where(s => !s.IsEmpty)],
            planned.Count(s => s.IsEmpty),
            list.Images.Count(i => i.IsKept(today)),
            list.Images.Count(i => i.Decision == ReviewDecision.Open)
        );
    }

    private static RemediationStep Step(ReviewedImage image, ImmutableArray<LaunchPermission> now) =>
        new(
            image.Account,
            image.Region,
            image.ImageId,
            now,
            [.. image.Grant.Except(now).Order()],
            now.Contains(LaunchPermission.Everyone) ? [LaunchPermission.Everyone] : []
        )
        {
            ApprovedBy = image.ApprovedBy,
            Ticket = image.Ticket,
            Reason = image.Reason,
        };

    /// <summary>The guardrail denies sharing to ordinary roles: then another principal has to do it.</summary>
    internal static string? Advice(AwsException failure) =>
        failure.IsAccessDenied && failure.Message.Contains("service control policy", StringComparison.Ordinal)
            ? "the service control policy denies changes of sharing to all but publishers and `break_glass_principals`: name such a role with `--role-name`, or remediate before the policy is attached"
        : failure.IsAccessDenied
            ? $"the role needs the IAM action {failure.Operation}; docs/reference/permissions.md has the policy"
        : failure.Code.StartsWith("InvalidAMIID", StringComparison.Ordinal)
            ? "the image is gone: take it out of the list"
        : null;
}
