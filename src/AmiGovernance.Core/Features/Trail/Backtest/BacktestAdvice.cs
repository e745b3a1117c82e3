using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>
/// Says what the runbook would make of a finding. A proposal: people decide, in triage. The rules are in docs/reference/triage.md.
/// </summary>
/// <param name="members">Accounts of the organization, as far as they are known.</param>
/// <param name="knowsAll">Whether these are all: then another one is a stranger.</param>
internal sealed class BacktestAdvice(IReadOnlySet<string> members, GovernanceConfig? config, bool knowsAll)
{
    /// <summary>Callers that a message names.</summary>
    private const int MostNamed = 3;

    /// <summary>
    /// Roles of AWS services that create images in members' accounts, by the names that AWS gives them; no service-linked ones, which
    /// no SCP reaches.
    /// </summary>
    private static readonly string[] CreatingRoles = ["/AWSBackup", "/AWSDataLifecycleManager", "/EC2ImageBuilder"];

    private static readonly string[] PublicSharing = [.. DeclarativeAttributes.WithState.Select(Judgement.By)];

    private readonly LaunchAdvice launches = new(members, config, knowsAll);

    public Advice For(BacktestFinding finding)
    {
        if (finding.Calls == finding.DeniedAlready)
            return Advice.Noise("all of these calls were denied already: nothing changes");
        if (finding.Calls == finding.DeniedAlready + finding.DryRuns)
            return Advice.Noise("all of these calls were dry runs or denied already: nothing changes");
        if (finding.Succeeded == 0)
            return Advice.Noise("none of these calls succeeded: nothing stops working");

        if (finding.Verdict == Verdict.Undecided && !DependsOnOwner(finding))
            return new Advice(
                null,
                $"it depends on {string.Join(", ", finding.DependsOn)}, which no record tells",
                ShellText.Empty,
                null
            );
        return ForDenied(finding);
    }

    /// <summary>Of calls that are denied, or were: what would make them work, or that they must not.</summary>
    public Advice ForDenied(BacktestFinding finding) =>
        finding.Kind switch
        {
            CallKind.Launch => ForLaunch(finding),
            CallKind.Creation => ForCreation(finding),
            CallKind.Sharing when finding.DeniedBy is [var only] && PublicSharing.Contains(only) => Advice.Violation(
                "nothing is shared publicly",
                Message(finding, "shared publicly", "share with accounts, or with the organization")
            ),
            CallKind.Sharing => Advice.Violation(
                "only publishers share images",
                Message(finding, "shared images or changed their attributes", "let the publisher share them")
            ),
            _ => Advice.Violation(
                "guardrails are changed by the platform team alone",
                Message(finding, "changed settings that guard images", "ask the platform team for such a change")
            ),
        };

    /// <summary>Whose image it is, is the first thing to find out.</summary>
    private static bool DependsOnOwner(BacktestFinding finding) =>
        finding.Owner == ImageOwners.Unknown && finding.Kind == CallKind.Launch;

    private Advice ForLaunch(BacktestFinding finding)
    {
        var message = Message(
            finding,
            $"launched images of {finding.Owner}",
            ListedOwner.Of(config, finding.Owner) is null
                ? "move to approved images, or ask for an exception"
                : "move to images of this owner that are approved"
        );
        return launches.For(Case(finding, finding.Owner, message));
    }

    private Advice ForCreation(BacktestFinding finding)
    {
        if (finding.Principals.All(IsOfService))
            return Advice.Legitimate(
                "an AWS service backs up or builds images: list its role in `image_creation_roles` of the configuration"
            );
        var message = Message(finding, "made images", "let the publisher build them");
        var request = launches.Request(
            Case(finding, finding.Account, message),
            "migration",
            90,
            ShellText.Of($"--may-create-images ")
        );
        return Advice.Violation("workload accounts build no images", message, request);
    }

    private static bool IsOfService(string principal) =>
        CreatingRoles.Any(r => principal.Contains(r, StringComparison.Ordinal));

    private static LaunchCase Case(BacktestFinding finding, string owner, string message) =>
        new(finding.Account, finding.AccountName, owner)
        {
            IsUndecided = finding.Verdict == Verdict.Undecided || DependsOnOwner(finding),
            Image = finding.Images.FirstOrDefault(""),
            Region = finding.Regions.FirstOrDefault(""),
            WithoutImage = "the events tell no image: look for the launch in the account",
            Justification =
                $"{Times(finding.Calls, "call")} by {finding.Principals.FirstOrDefault("")} from {Day(finding.First)} to {Day(finding.Last)}",
            Message = message,
        };

    private static string Message(BacktestFinding finding, string did, string instead)
    {
        var account = AccountLabel.Of(finding.Account, finding.AccountName);
        var who = Shortened.List(finding.Principals, MostNamed);
        var actions = string.Join(", ", finding.Actions);
        return Sanitize.Text(
            $"To the owners of account {account}: {who} {did} {Times(finding.Calls, "time")} ({actions}), last on {Day(finding.Last)}. "
                + $"Once image governance is enforced, these calls will be denied. Please {instead}."
        );
    }

    private static string Day(DateTimeOffset? time) => time?.Day().Text() ?? "";

    private static string Times(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}") + (count == 1 ? "" : "s");
}
