using System.Globalization;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>
/// Says what the runbook would make of a finding. A proposal: people decide, in triage. The rules are in docs/reference/triage.md.
/// </summary>
/// <param name="members">Accounts of the organization, as far as they are known.</param>
internal sealed class BacktestAdvice(IReadOnlySet<string> members, GovernanceConfig? config)
{
    /// <summary>Roles of AWS services that create images in members' accounts, by the names that AWS gives them.</summary>
    private static readonly string[] CreatingRoles =
    [
        "/AWSBackup",
        "/AWSDataLifecycleManager",
        "/EC2ImageBuilder",
        "/AWSServiceRoleForImageBuilder",
    ];

    private readonly LaunchAdvice launches = new(members, config);

    public Advice For(BacktestFinding finding)
    {
        if (finding.Calls == finding.DeniedAlready)
            return new Advice(
                TriageOutcome.Noise,
                "all of these calls were denied already: nothing changes",
                null,
                null
            );
        if (finding.Calls == finding.DeniedAlready + finding.DryRuns)
            return new Advice(
                TriageOutcome.Noise,
                "all of these calls were dry runs or denied already: nothing changes",
                null,
                null
            );
        if (finding.Succeeded == 0)
            return new Advice(TriageOutcome.Noise, "none of these calls succeeded: nothing stops working", null, null);
        return finding.Kind switch
        {
            CallKind.Launch => ForLaunch(finding),
            CallKind.Creation => ForCreation(finding),
            CallKind.Sharing => new Advice(
                TriageOutcome.Violation,
                "only publishers share images",
                null,
                Message(finding, "shared images or changed their attributes", "let the publisher share them")
            ),
            _ => new Advice(
                TriageOutcome.Violation,
                "guardrails are changed by the platform team alone",
                null,
                Message(finding, "changed settings that guard images", "ask the platform team for such a change")
            ),
        };
    }

    private Advice ForLaunch(BacktestFinding finding) =>
        launches.For(
            Case(
                finding,
                finding.Owner,
                Message(
                    finding,
                    $"launched images of {finding.Owner}",
                    "move to approved images, or ask for an exception"
                )
            )
        );

    private static LaunchCase Case(BacktestFinding finding, string owner, string message) =>
        new(finding.Account, finding.AccountName, owner)
        {
            IsUndecided = finding.Verdict == Verdict.Undecided,
            Image = finding.Images.FirstOrDefault(""),
            Region = finding.Regions.FirstOrDefault(""),
            WithoutImage = "the events tell no image: look for the launch in the account",
            Justification = string.Create(
                CultureInfo.InvariantCulture,
                $"{Times(finding.Calls, "call")} by {finding.Principals.FirstOrDefault("")} from {finding.First:yyyy-MM-dd} to {finding.Last:yyyy-MM-dd}"
            ),
            Message = message,
        };

    private Advice ForCreation(BacktestFinding finding)
    {
        if (finding.Principals.All(p => CreatingRoles.Any(r => p.Contains(r, StringComparison.Ordinal))))
            return new Advice(
                TriageOutcome.Legitimate,
                "an AWS service backs up or builds images: list its role in `image_creation_roles` of the configuration",
                null,
                null
            );
        var message = Message(finding, "made images", "let the publisher build them");
        return new Advice(
            TriageOutcome.Violation,
            "workload accounts build no images",
            launches.Request(Case(finding, finding.Account, message), "migration", 90, "--may-create-images "),
            message
        );
    }

    private static string Message(BacktestFinding finding, string did, string instead)
    {
        var name = finding.AccountName.Length > 0 ? $"{finding.AccountName} ({finding.Account})" : finding.Account;
        var who =
            string.Join(", ", finding.Principals.Take(3))
            + (
                finding.Principals.Length > 3
                    ? string.Create(CultureInfo.InvariantCulture, $" and {finding.Principals.Length - 3} more")
                    : ""
            );
        return Visible.Text(
            string.Create(
                CultureInfo.InvariantCulture,
                $"To the owners of account {name}: {who} {did} {Times(finding.Calls, "time")} ({string.Join(", ", finding.Actions)}), last on {finding.Last:yyyy-MM-dd}. Once image governance is enforced, these calls will be denied. Please {instead}."
            )
        );
    }

    private static string Times(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
