using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Prints where the rollout stands.</summary>
internal static class StatusView
{
    public static string Text(StatusReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var organization = report.Organization;
        text.WriteLine(
            $"organization {organization.Id}, management account {organization.ManagementAccount}, {Plural.Of(organization.Accounts.Length, "account")}, {Plural.Of(organization.Units.Length, "organizational unit")}"
        );
        text.WriteLine();
        text.WriteLine("Policies");
        if (report.Policies.IsEmpty)
            text.WriteLine("  none of ours");
        foreach (var policy in report.Policies)
            text.WriteLine(
                $"  {Visible.Text(policy.Policy.Name)} ({policy.Policy.Id}{(policy.Mode is { } mode ? $", {mode.Name()}" : "")}) → {(policy.Targets.IsEmpty ? "attached nowhere" : string.Join(", ", policy.Targets))}"
            );
        if (!report.Targets.IsEmpty)
            text.WriteLine("Targets");
        foreach (var target in report.Targets)
            text.WriteLine(
                $"  {Visible.Text(PromotionView.Name(organization, target.Target))}: {target.Mode?.Name() ?? "no state"}{Since(target, report)}; {Plural.Of(target.Accounts, "account")}"
            );
        text.WriteLine("Drift");
        if (report.Drifts.IsEmpty)
            text.WriteLine(
                report.NotRead.IsEmpty
                    ? "  ✓ configuration, dist/, record and organization say the same"
                    : "  ✓ none in what could be read"
            );
        foreach (var drift in report.Drifts)
            text.WriteLine($"  ✗ {drift.Between}: {Visible.Text(drift.What)} → {Visible.Text(drift.Help)}");
        text.WriteLine("Coverage");
        text.WriteLine($"  ✓ {Plural.Of(report.Covered, "account")} under both layers");
        foreach (var gap in report.Gaps)
            text.WriteLine($"  – {OrganizationProof.Describe(gap.Accounts)}: {Visible.Text(gap.Why)}");
        if (!report.Exceptions.IsEmpty)
            text.WriteLine("Exceptions");
        foreach (var exception in report.Exceptions)
            text.WriteLine(
                $"  {(exception.State == ExceptionState.Expired ? "✗" : "!")} {exception.Exception.AccountId} {Visible.Text(exception.Exception.Ticket ?? "")}: {End(exception)}"
            );
        if (report.LastDeployment is [var first, ..])
            text.WriteLine(
                $"Last deployment: {Visible.Text(first.Deployment)} by {Visible.Text(first.Who)}, {Outcome(report)}"
            );
        foreach (var missing in report.NotRead)
            text.WriteLine($"? not read: {Visible.Text(missing)}");
        return text.ToString();
    }

    private static string Since(TargetStatus target, StatusReport report)
    {
        if (target.Since is not { } since)
            return ", since when is not recorded";
        var days = (int)(report.At - since).TotalDays;
        var age =
            target.Mode == AllowedImagesState.AuditMode
                ? string.Create(CultureInfo.InvariantCulture, $", {days} of {report.MinimumAuditDays} days")
                : string.Create(CultureInfo.InvariantCulture, $", {days} days");
        return $" since {since.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC{age}";
    }

    private static string End(ExceptionStatus exception) =>
        exception.DaysLeft is not { } days ? "has no end that can be read"
        : days <= 0 ? "has ended"
        : $"ends in {Plural.Of(days, "day")}";

    private static string Outcome(StatusReport report) =>
        report.LastDeployment[^1].Event switch
        {
            DeploymentEvent.Finished => "finished",
            DeploymentEvent.Failed => "failed",
            _ => "did not end",
        };

    public static string Json(StatusReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString(
                "at",
                report.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            );
            writer.WriteString("organization", report.Organization.Id);
            writer.WriteNumber("accounts", report.Organization.Accounts.Length);
            writer.WriteStartArray("policies");
            foreach (var policy in report.Policies)
            {
                writer.WriteStartObject();
                writer.WriteString("id", policy.Policy.Id);
                writer.WriteString("name", policy.Policy.Name);
                writer.WriteString("type", policy.Policy.Type.Name());
                if (policy.Mode is { } mode)
                    writer.WriteString("mode", mode.Name());
                writer.WriteStrings("targets", policy.Targets);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("targets");
            foreach (var target in report.Targets)
            {
                writer.WriteStartObject();
                writer.WriteString("target", target.Target);
                if (target.Mode is { } mode)
                    writer.WriteString("mode", mode.Name());
                if (target.Since is { } since)
                    writer.WriteString(
                        "since",
                        since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                    );
                writer.WriteNumber("accounts", target.Accounts);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("drift");
            foreach (var drift in report.Drifts)
            {
                writer.WriteStartObject();
                writer.WriteString("between", drift.Between);
                writer.WriteString("what", drift.What);
                writer.WriteString("help", drift.Help);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteNumber("covered", report.Covered);
            writer.WriteStartArray("not_covered");
            foreach (var gap in report.Gaps)
            {
                writer.WriteStartObject();
                writer.WriteString("why", gap.Why);
                writer.WriteStrings("accounts", gap.Accounts.Select(a => a.Value));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("exceptions");
            foreach (var exception in report.Exceptions)
            {
                writer.WriteStartObject();
                writer.WriteString("account", exception.Exception.AccountId.Value);
                if (exception.Exception.Ticket is { } ticket)
                    writer.WriteString("ticket", ticket);
                if (exception.DaysLeft is { } days)
                    writer.WriteNumber("days_left", days);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            if (report.LastDeployment is [var first, ..])
            {
                writer.WriteStartObject("last_deployment");
                writer.WriteString("name", first.Deployment);
                writer.WriteString("who", first.Who);
                writer.WriteString("outcome", Outcome(report));
                writer.WriteEndObject();
            }
            writer.WriteStrings("not_read", report.NotRead);
            writer.WriteEndObject();
        });

    public static string Markdown(StatusReport report) =>
        TableOutput.Markdown(
            ["target", "mode", "since", "accounts"],
            report.Targets.Select(t =>
                (IReadOnlyList<string>)
                    [
                        PromotionView.Name(report.Organization, t.Target),
                        t.Mode?.Name() ?? "",
                        Since(t, report).TrimStart(',', ' '),
                        t.Accounts.ToString(CultureInfo.InvariantCulture),
                    ]
            )
        )
        + "\n"
        + TableOutput.Markdown(
            ["drift between", "what", "next"],
            report.Drifts.Select(d => (IReadOnlyList<string>)[d.Between, d.What, d.Help])
        )
        + "\n"
        + TableOutput.Markdown(
            ["accounts", "coverage"],
            [
                [Plural.Of(report.Covered, "account"), "under both layers"],
                .. report.Gaps.Select(g => (IReadOnlyList<string>)[OrganizationProof.Describe(g.Accounts), g.Why]),
            ]
        )
        + (
            report.Exceptions.IsEmpty
                ? ""
                : "\n"
                    + TableOutput.Markdown(
                        ["exception", "ticket", "state"],
                        report.Exceptions.Select(e =>
                            (IReadOnlyList<string>)[e.Exception.AccountId.Value, e.Exception.Ticket ?? "", End(e)]
                        )
                    )
        )
        + string.Concat(report.NotRead.Select(n => $"\nNot read: {AmiGovernance.Cli.Shell.Markdown.Escape(n)}\n"));
}
