using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>Whether the decisions of a review list can be carried out.</summary>
internal static class ReviewChecks
{
    /// <summary>The images whose decision can be carried out, or that have none; the others are reported.</summary>
    public static ImmutableArray<ReviewedImage> Sound(ReviewList list, DateOnly today, DiagnosticBag bag) =>
        [.. list.Images.Where(i => Check(i, today).ReportTo(bag) is not null)];

    private static Reading<ReviewedImage> Check(ReviewedImage image, DateOnly today) =>
        Reading.Of(bag =>
        {
            new ImageCheck(image, bag).Run(today);
            return bag.HasErrors ? null : image;
        });

    private sealed class ImageCheck(ReviewedImage image, DiagnosticBag bag)
    {
        private bool IsKeep => image.Decision == ReviewDecision.Keep;

        public void Run(DateOnly today)
        {
            if (image.Decision == ReviewDecision.Open)
            {
                const string help = "write `private` or `keep`; until then it is left as it is";
                Report(RemediationDiagnostics.NotDecided, "nobody has decided", help);
                return;
            }
            CheckPlace();
            CheckApproval();
            if (IsKeep)
                CheckEnd(today);
            CheckGrant();
        }

        private void CheckPlace()
        {
            if (image.Place is null)
                Report(
                    RemediationDiagnostics.DecisionIncomplete,
                    "these are not the id of an image and the name of a Region",
                    "write them as `amigov images review` does, such as `ami-0123456789abcdef0` and `us-east-1`"
                );
        }

        /// <summary>Runbook, "Review Public AMIs": approval of the security team is required.</summary>
        private void CheckApproval()
        {
            (string Key, bool IsMissing)[] wanted =
            [
                ("approved_by", Sanitize.ShowsNothing(image.ApprovedBy)),
                ("ticket", Sanitize.ShowsNothing(image.Ticket)),
                ("reason", IsKeep && Sanitize.ShowsNothing(image.Reason)),
                ("expires_on", IsKeep && image.ExpiresOn is null),
            ];
            var missing = wanted.Where(w => w.IsMissing).Select(w => $"`{w.Key}`").ToList();
            if (missing.Count > 0)
                Report(
                    RemediationDiagnostics.DecisionIncomplete,
                    $"the decision lacks {string.Join(", ", missing)}",
                    "the security team approves; keeping an image public needs a reason and an end"
                );
        }

        private void CheckEnd(DateOnly today)
        {
            if (image.ExpiresOn is { } end && end <= today)
                Report(
                    RemediationDiagnostics.KeepExpired,
                    $"the decision to keep it public ended on {end.Text()}",
                    "decide anew: `private`, or `keep` with a new approval"
                );
        }

        private void CheckGrant()
        {
            if (image.Grant.Contains(LaunchPermission.Everyone))
                Report(
                    RemediationDiagnostics.DecisionIncomplete,
                    "`grant` holds `all`: that is public",
                    "name accounts, organizational units or organizations"
                );
            if (IsKeep && !image.Grant.IsEmpty)
                Report(
                    RemediationDiagnostics.DecisionIncomplete,
                    "`grant` says nothing while everyone may launch it",
                    "grants go with the decision `private`"
                );
        }

        private void Report(DiagnosticDescriptor descriptor, string message, string help) =>
            bag.Report(
                descriptor,
                image.Location ?? SourceLocation.OfFile(SourceText.Missing("review")),
                $"{image.Title}: {message}",
                help
            );
    }
}
