using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Prints where the rollout stands.</summary>
internal static class StatusView
{
    public static string Text(StatusReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var organization = report.Organization;
        var accounts = Plural.Of(organization.Accounts.Length, "account");
        var units = Plural.Of(organization.Units.Length, "organizational unit");
        text.WriteLine(
            $"organization {organization.Id}, management account {organization.ManagementAccount}, {accounts}, {units}"
        );
        PlanView.WriteNotes(text, report.Notes);
        text.WriteLine();
        WritePolicies(text, report);
        WriteTargets(text, report);
        WriteDrift(text, report);
        WriteWriters(text, report);
        WriteCoverage(text, report);
        WriteExceptions(text, report);
        if (LastDeploymentPart.Of(report.LastDeployment) is { } last)
            text.WriteLine($"Last deployment: {Sanitize.Text(last.Name)} by {Sanitize.Text(last.Who)}, {last.Outcome}");
        if (!report.Next.IsEmpty)
            text.WriteLine("Next");
        foreach (var step in report.Next)
            text.WriteLine($"  - {Sanitize.Text(step)}");
        foreach (var missing in report.NotRead)
            text.WriteLine($"? not read: {Sanitize.Text(missing)}");
        return text.ToString();
    }

    private static void WritePolicies(StringWriter text, StatusReport report)
    {
        text.WriteLine("Policies");
        if (report.Policies.IsEmpty)
            text.WriteLine("  none of ours");
        foreach (var status in report.Policies)
        {
            var mode = status.Mode is { } state ? $", {state.Name()}" : "";
            var targets = status.Targets.IsEmpty ? "attached nowhere" : string.Join(", ", status.Targets);
            text.WriteLine($"  {Sanitize.Text(status.Policy.Name)} ({status.Policy.Id}{mode}) → {targets}");
        }
    }

    private static void WriteTargets(StringWriter text, StatusReport report)
    {
        if (!report.Targets.IsEmpty)
            text.WriteLine("Targets");
        foreach (var target in report.Targets)
        {
            var name = Sanitize.Text(TargetName.Of(report.Organization, target.Target));
            var mode = ModeOf(target);
            var separator = target.Since is null ? "," : "";
            var accounts = Plural.Of(target.Accounts, "account");
            text.WriteLine($"  {name}: {mode}{separator} {Since(target, report)}; {accounts}");
        }
    }

    /// <summary>Such as `audit_mode`, or what denies launches all the same.</summary>
    public static string ModeOf(TargetStatus target)
    {
        var mode = target.Mode?.Name() ?? "no state";
        if (target.DeniedBy.IsEmpty)
            return mode;
        var denying = string.Join(" and ", target.DeniedBy.Select(name => $"`{Sanitize.Text(name)}`"));
        var verb = target.DeniedBy.Length == 1 ? "denies" : "deny";
        return $"{mode}, and {denying} still {verb} launches";
    }

    /// <summary>Zero is no success.</summary>
    public static bool IsCovered(StatusReport report) => report.Covered > 0;

    private static void WriteDrift(StringWriter text, StatusReport report)
    {
        text.WriteLine("Drift");
        if (report.Drifts.IsEmpty)
            text.WriteLine(
                report.NotRead.IsEmpty
                    ? "  ✓ configuration, dist/, record and organization say the same"
                    : "  ✓ none in what could be read"
            );
        foreach (var drift in report.Drifts)
        {
            text.WriteLine($"  ✗ {drift.Between}: {Sanitize.Text(drift.What)} → {Sanitize.Text(drift.Help)}");
            if (drift.By is { } by)
                text.WriteLine($"      {Sanitize.Text(WritersView.Author(by))}");
        }
    }

    private static void WriteWriters(StringWriter text, StatusReport report)
    {
        if (report.Writers.IsEmpty)
            return;
        text.WriteLine("Other writers");
        WritersView.WriteText(text, report.Writers);
    }

    private static void WriteCoverage(StringWriter text, StatusReport report)
    {
        text.WriteLine("Coverage");
        var mark = IsCovered(report) ? "✓" : "–";
        text.WriteLine($"  {mark} {Plural.Of(report.Covered, "account")} {Layers(report)}");
        foreach (var gap in report.Gaps)
            text.WriteLine($"  – {OrganizationProof.Describe(gap.Accounts)}: {Sanitize.Text(gap.Why)}");
    }

    public static string Layers(StatusReport report) =>
        ScpAlone.In(report.Organization) ? "under the SCP, the one layer that there is" : "under both layers";

    private static void WriteExceptions(StringWriter text, StatusReport report)
    {
        if (!report.Exceptions.IsEmpty)
            text.WriteLine("Exceptions");
        foreach (var status in report.Exceptions)
        {
            var mark = status.State == ExceptionState.Expired ? "✗" : "!";
            var ticket = Sanitize.Text(status.Exception.Ticket ?? "");
            text.WriteLine($"  {mark} {status.Exception.AccountId} {ticket}: {End(status)}");
        }
    }

    /// <summary>Such as `since 2026-12-01 12:00 UTC, 3 of 14 days`.</summary>
    public static string Since(TargetStatus target, StatusReport report)
    {
        if (target.Since is not { } since)
            return "since when is not recorded";
        var days = (int)(report.At - since).TotalDays;
        var known =
            target.Mode == AllowedImagesState.AuditMode
                ? string.Create(CultureInfo.InvariantCulture, $"{days} of {Plural.Of(report.MinimumAuditDays, "day")}")
                : Plural.Of(days, "day");
        return $"since {since.MinuteText()}, {known}";
    }

    public static string End(ExceptionStatus exception) =>
        exception.DaysLeft switch
        {
            null => "has no end that can be read",
            <= 0 => "has ended",
            var days => $"ends in {Plural.Of(days.Value, "day")}",
        };
}
