using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>A promotion with its gates, before it is carried out.</summary>
/// <param name="Gates">Empty when a promotion is gone on with whose gates were passed.</param>
internal sealed record PromotionReport(
    PlannedPromotion Promotion,
    Plan Plan,
    ImmutableArray<Gate> Gates,
    CallerDetails Caller
);

/// <summary>Shows the gates with their evidence, what changes in meaning, and the calls.</summary>
internal static class PromotionView
{
    public static string Text(PromotionReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var promotion = report.Promotion;
        text.WriteLine($"organization {report.Plan.OrganizationId}, as {Visible.Text(report.Caller.Arn)}");
        if (report.Plan.IsEmpty && promotion.Resumes.IsEmpty)
        {
            text.WriteLine("nothing to do: it is enforced already");
            return text.ToString();
        }
        foreach (var path in promotion.Paths)
            text.WriteLine($"promote {Visible.Text(Name(promotion.Observed, path[^1]))} from audit_mode to enabled");
        text.WriteLine(
            $"{Plural.Of(promotion.Accounts.Length, "account")} will be enforced; {promotion.Observed.Accounts.Length - promotion.Accounts.Length} stay as they are"
        );
        text.WriteLine();
        if (report.Gates.IsEmpty)
            text.WriteLine(
                $"Goes on with deployment {Visible.Text(promotion.Resumes[0].Deployment)}, whose gates were passed."
            );
        else
            text.WriteLine("Gates:");
        foreach (var gate in report.Gates)
        {
            text.WriteLine(
                $"{(gate.IsOpen ? "✓" : gate.Passes ? "!" : "✗")} {gate.Id}: {gate.Title}{(gate.IsOpen ? "" : gate.Override is { } why ? $" (closed, passed: {Visible.Text(why)})" : " (closed)")}"
            );
            foreach (var line in gate.Evidence)
                text.WriteLine($"    {Visible.Text(line)}");
        }
        text.WriteLine();
        text.WriteLine("What changes in meaning where it is promoted:");
        if (promotion.Meaning is { } meaning)
            DifferenceView.WriteText(text, meaning);
        text.WriteLine();
        PlanView.WriteSteps(text, report.Plan.Steps);
        return text.ToString();
    }

    /// <summary>With the name that people know a unit or an account by.</summary>
    public static string Name(Organization organization, string target) =>
        target == organization.RootId ? $"the root {target}"
        : organization.Units.FirstOrDefault(u => u.Id == target) is { } unit ? $"{target} ({unit.Name})"
        : organization.Accounts.FirstOrDefault(a => a.Id.Value == target) is { } account ? $"{target} ({account.Name})"
        : target;

    public static string Json(PromotionReport report, DateOnly day) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", day.Text());
            writer.WriteString("organization", report.Plan.OrganizationId);
            writer.WriteString("caller", report.Caller.Arn);
            writer.WriteStrings("targets", report.Promotion.Paths.Select(p => p[^1]));
            writer.WriteNumber("accounts", report.Promotion.Accounts.Length);
            writer.WriteStartArray("gates");
            foreach (var gate in report.Gates)
            {
                writer.WriteStartObject();
                writer.WriteString("gate", gate.Id);
                writer.WriteBoolean("open", gate.IsOpen);
                if (gate.Override is { } why)
                    writer.WriteString("override", why);
                writer.WriteStrings("evidence", gate.Evidence);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("steps");
            foreach (var step in report.Plan.Steps)
                PlanFile.Write(writer, step);
            writer.WriteEndArray();
            writer.WriteStartObject("meaning");
            if (report.Promotion.Meaning is { } meaning)
                DifferenceView.WriteMembers(writer, meaning);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    public static string Markdown(PromotionReport report) =>
        TableOutput.Markdown(
            ["gate", "open", "evidence"],
            report.Gates.Select(g =>
                (IReadOnlyList<string>)
                    [
                        g.Id,
                        g.IsOpen ? "yes"
                        : g.Override is { } why ? $"no, passed: {why}"
                        : "no",
                        string.Join("; ", g.Evidence.Select(e => e.Trim())),
                    ]
            )
        )
        + "\n"
        + (report.Promotion.Meaning is { } meaning ? DifferenceView.Markdown(meaning) + "\n" : "")
        + TableOutput.Markdown(
            ["#", "call", "IAM action"],
            report.Plan.Steps.Select(
                (s, i) =>
                    (IReadOnlyList<string>)
                        [(i + 1).ToString(CultureInfo.InvariantCulture), PlanView.Describe(s), s.IamAction]
            )
        );
}
