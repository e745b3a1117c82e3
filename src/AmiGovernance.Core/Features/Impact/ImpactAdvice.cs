using System.Globalization;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>Says what the runbook would make of a finding. A proposal: people decide, in triage.</summary>
internal static class ImpactAdvice
{
    /// <summary>Uses that a message names.</summary>
    private const int MostNamed = 5;

    public static Advice For(ImpactFinding finding, LaunchAdvice advice)
    {
        if (finding.Uses.All(u => u.Urgency == Urgency.Idle))
            return new Advice(TriageOutcome.Noise, "nothing launches from these as things are", null, null);
        var named = string.Join(
            ", ",
            finding
                .Uses.Where(u => u.Urgency != Urgency.Idle)
                .Take(MostNamed)
                .Select(u => $"{u.Kind.Name().Replace('_', ' ')} {u.Name} in {u.Region}")
        );
        var more = finding.Uses.Count(u => u.Urgency != Urgency.Idle) - MostNamed;
        var what = more > 0 ? string.Create(CultureInfo.InvariantCulture, $"{named} and {more} more") : named;
        var account = finding.AccountName.Length > 0 ? $"{finding.AccountName} ({finding.Account})" : finding.Account;
        return advice.For(
            new LaunchCase(finding.Account, finding.AccountName, finding.Owner)
            {
                IsUndecided = finding.Verdict == Verdict.Undecided,
                Image = finding.Uses.FirstOrDefault(u => u.ImageId.Length > 0)?.ImageId ?? "",
                Region = finding.Uses.FirstOrDefault(u => u.ImageId.Length > 0)?.Region ?? "",
                WithoutImage = "the image is not known: look at what is named here",
                Justification = what,
                Message = Visible.Text(
                    $"To the owners of account {account}: {what} {(finding.Uses.Length == 1 ? "uses" : "use")} images of {finding.Owner}. Once image governance is enforced, launches from them fail; what runs goes on running. Please move to approved images, or ask for an exception."
                ),
            }
        );
    }
}
