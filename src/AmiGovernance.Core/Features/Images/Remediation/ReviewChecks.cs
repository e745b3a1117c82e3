using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>Whether the decisions of a review list can be carried out.</summary>
public static class ReviewChecks
{
    public static void Check(ReviewList list, DateOnly today, DiagnosticBag bag)
    {
        foreach (var image in list.Images)
            Check(image, today, bag);
    }

    private static void Check(ReviewedImage image, DateOnly today, DiagnosticBag bag)
    {
        void Report(DiagnosticDescriptor descriptor, string message, string? help) =>
            bag.Report(
                descriptor,
                image.Location ?? SourceLocation.OfFile(SourceText.Missing("review")),
                $"{image.ImageId} in {image.Account} {image.Region}: {message}",
                help
            );

        if (image.Decision == ReviewDecision.Open)
        {
            Report(
                ImagesDiagnostics.NotDecided,
                "nobody has decided",
                "write `private` or `keep`; until then it is left as it is"
            );
            return;
        }
        // Runbook, "Review Public AMIs": approval of the security team is required.
        var missing = new List<string>();
        if (image.ApprovedBy.Length == 0)
            missing.Add("approved_by");
        if (image.Ticket.Length == 0)
            missing.Add("ticket");
        if (image.Decision == ReviewDecision.Keep && image.Reason.Length == 0)
            missing.Add("reason");
        if (image.Decision == ReviewDecision.Keep && image.ExpiresOn is null)
            missing.Add("expires_on");
        if (missing.Count > 0)
            Report(
                ImagesDiagnostics.DecisionIncomplete,
                $"the decision lacks {string.Join(", ", missing.Select(m => $"`{m}`"))}",
                "the security team approves; keeping an image public needs a reason and an end"
            );
        if (image is { Decision: ReviewDecision.Keep, ExpiresOn: { } end } && end <= today)
            Report(
                ImagesDiagnostics.KeepExpired,
                $"the decision to keep it public ended on {end.Text()}",
                "decide anew: `private`, or `keep` with a new approval"
            );
        if (image.Grant.Contains(LaunchPermission.Everyone))
            Report(
                ImagesDiagnostics.DecisionIncomplete,
                "`grant` holds `all`: that is public",
                "name accounts, organizational units or organizations"
            );
        if (image is { Decision: ReviewDecision.Keep, Grant.IsEmpty: false })
            Report(
                ImagesDiagnostics.DecisionIncomplete,
                "`grant` says nothing while everyone may launch it",
                "grants go with the decision `private`"
            );
    }
}
