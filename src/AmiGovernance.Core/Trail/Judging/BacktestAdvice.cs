using System.Globalization;
using AmiGovernance.Core.Config;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Core.Trail.Judging;

/// <summary>
/// Says what the runbook would make of a finding. A proposal: people decide, in triage. The rules are in docs/reference/triage.md.
/// </summary>
/// <param name="members">Accounts of the organization, as far as they are known.</param>
internal sealed class BacktestAdvice(IReadOnlySet<string> members, GovernanceConfig? config)
{
    /// <summary>Roles of AWS services that create images in members' accounts, by the names that AWS gives them.</summary>
    private static readonly string[] CreatingRoles = ["/AWSBackup", "/AWSDataLifecycleManager", "/EC2ImageBuilder", "/AWSServiceRoleForImageBuilder"];

    public Advice For(BacktestFinding finding)
    {
        if (finding.Calls == finding.DeniedAlready) return new Advice(TriageOutcome.Noise, "all of these calls were denied already: nothing changes", null, null);
        if (finding.Calls == finding.DeniedAlready + finding.DryRuns) return new Advice(TriageOutcome.Noise, "all of these calls were dry runs or denied already: nothing changes", null, null);
        if (finding.Succeeded == 0) return new Advice(TriageOutcome.Noise, "none of these calls succeeded: nothing stops working", null, null);
        return finding.Kind switch
        {
            CallKind.Launch => ForLaunch(finding),
            CallKind.Creation => ForCreation(finding),
            CallKind.Sharing => new Advice(TriageOutcome.Violation, "only publishers share images", null, Message(finding, "shared images or changed their attributes", "let the publisher share them")),
            _ => new Advice(TriageOutcome.Violation, "guardrails are changed by the platform team alone", null, Message(finding, "changed settings that guard images", "ask the platform team for such a change")),
        };
    }

    private Advice ForLaunch(BacktestFinding finding)
    {
        if (finding.Verdict == Verdict.Undecided)
            return new Advice(null, finding.Images.IsEmpty ? "the events tell no image: look for the launch in the account" : "the owner of the image is not known; find it first",
                finding.Images.IsEmpty ? null : $"aws ec2 describe-images --region {Shell(finding.Regions.FirstOrDefault(""))} --include-deprecated --include-disabled --image-ids {Shell(finding.Images[0])}", null);
        var message = Message(finding, $"launched images of {finding.Owner}", "move to approved images, or ask for an exception");
        if (config?.Exceptions.FirstOrDefault(e => e.AccountId.Value == finding.Owner) is { ExpiresOn: { } end })
            return new Advice(TriageOutcome.Legitimate, $"the exception for these images ends on {end.Text()}, or not for this account: extend it with a new approval, or move to approved images", null, message);
        if (!AccountId.IsValid(finding.Owner)) return new Advice(TriageOutcome.Violation, $"images of {finding.Owner} are on no list; to allow them all is a change of `publisher_aliases`", null, message);
        if (finding.Owner != finding.Account && !members.Contains(finding.Owner))
            return new Advice(TriageOutcome.Violation, "the images belong to an account that is not known to be one of the organization's", Request(finding, "vendor_poc", 60, "--outside-organization "), message);
        return new Advice(TriageOutcome.Legitimate,
            finding.Owner == finding.Account ? "the account launches images that it built itself" : "the images come from another account of the organization", Request(finding, "migration", 90, ""), message);
    }

    private Advice ForCreation(BacktestFinding finding)
    {
        if (finding.Principals.All(p => CreatingRoles.Any(r => p.Contains(r, StringComparison.Ordinal))))
            return new Advice(TriageOutcome.Legitimate, "an AWS service backs up or builds images: list its role in `image_creation_roles` of the configuration", null, null);
        return new Advice(TriageOutcome.Violation, "workload accounts build no images", Request(finding, "migration", 90, "--may-create-images "), Message(finding, "made images", "let the publisher build them"));
    }

    /// <summary>The ticket is the only thing left to fill in. Null when the event names no account.</summary>
    private string? Request(BacktestFinding finding, string type, int days, string flags)
    {
        if (!AccountId.IsValid(finding.Account)) return null;
        var longest = config?.ExceptionTypes.GetValueOrDefault(type)?.MaxDays ?? days;
        var owner = finding.Kind == CallKind.Launch ? finding.Owner : finding.Account;
        var usableBy = owner == finding.Account ? "" : $"--usable-by {finding.Account} ";
        return string.Create(CultureInfo.InvariantCulture,
            $"amigov exception request TICKET --account {owner} {usableBy}{flags}--type {type} --days {Math.Min(days, longest)} --justification {Shell($"{Times(finding.Calls, "call")} by {finding.Principals.FirstOrDefault("")} from {finding.First:yyyy-MM-dd} to {finding.Last:yyyy-MM-dd}")} --workload {Shell(finding.AccountName.Length > 0 ? finding.AccountName : $"account {finding.Account}")}");
    }

    private static string Message(BacktestFinding finding, string did, string instead)
    {
        var name = finding.AccountName.Length > 0 ? $"{finding.AccountName} ({finding.Account})" : finding.Account;
        var who = string.Join(", ", finding.Principals.Take(3)) + (finding.Principals.Length > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {finding.Principals.Length - 3} more") : "");
        return Visible.Text(string.Create(CultureInfo.InvariantCulture,
            $"To the owners of account {name}: {who} {did} {Times(finding.Calls, "time")} ({string.Join(", ", finding.Actions)}), last on {finding.Last:yyyy-MM-dd}. Once image governance is enforced, these calls will be denied. Please {instead}."));
    }

    private static string Times(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>One word for a POSIX shell, whatever is in it.</summary>
    private static string Shell(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') && text.Length > 0 ? text : $"'{Visible.Text(text).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
