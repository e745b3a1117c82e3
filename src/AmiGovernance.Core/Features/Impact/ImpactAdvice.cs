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
        var live = finding.Uses.Where(u => u.Urgency != Urgency.Idle).ToList();
        if (live.Count == 0)
            return Advice.Noise("nothing launches from these as things are");

        var account = finding.Account.Value;
        var known = finding.Uses.FirstOrDefault(u => u.Image is not null);
        var what = Named(live);
        var uses = finding.Uses.Length == 1 ? "uses" : "use";
        return advice.For(
            new LaunchCase(account, finding.AccountName, finding.Owner)
            {
                IsUndecided = finding.Verdict == Verdict.Undecided,
                Image = known?.Image?.Value ?? "",
                Region = known?.Region.Value ?? "",
                WithoutImage = "the image is not known: look at what is named here",
                Justification = what,
                Message = Sanitize.Text(
                    $"To the owners of account {AccountLabel.Of(account, finding.AccountName)}: "
                        + $"{what} {uses} images of {finding.Owner}. Once image governance is enforced, launches from them fail; "
                        + "what runs goes on running. Please move to approved images, or ask for an exception."
                ),
            }
        );
    }

    private static string Named(List<ImageUse> uses) =>
        Shortened.List([.. uses.Select(u => $"{u.Kind.Words()} {u.Name} in {u.Region}")], MostNamed);
}
