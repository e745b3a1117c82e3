using System.Globalization;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>What would not launch again, what hurts first at the top.</summary>
internal static class ImpactView
{
    /// <summary>Uses shown of a finding, and of what is left open; JSON has all.</summary>
    private const int MostUses = 8;

    public static string Write(ImpactReport report, bool markdown, int top)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"{Read(report)}{(markdown ? ".\n" : "\n")}");
        text.WriteLine(markdown ? $"**{Summary(report)}**\n" : Summary(report));
        if (markdown)
            WriteTable(text, report, top);
        else
            foreach (var finding in report.Findings.Take(top))
                WriteFinding(text, finding);
        if (report.Findings.Length > top)
            text.WriteLine($"\n… and {TrailText.Number(report.Findings.Length - top)} more findings");
        WriteLeftOpen(text, report, markdown);
        return text.ToString();
    }

    private static string Read(ImpactReport report) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{TrailText.Of(report.Places, "account and Region", "accounts and Regions")} read{(report.Skipped > 0 ? $", {report.Skipped:N0} left out that are closed or not enabled" : "")}{(report.Gaps.IsEmpty ? "" : $", {TrailText.Of(report.Gaps.Length, "gap")}")}; {TrailText.Of(report.Uses, "use")} of images"
        );

    private static string Summary(ImpactReport report)
    {
        if (report.Findings.IsEmpty)
            return report.Gaps.IsEmpty
                ? "✅ nothing uses images that the policies would deny"
                : "⚠️ nothing of what was read uses images that the policies would deny";
        var open = report.Open.Count();
        var soon = report.Findings.SelectMany(f => f.Uses).Count(u => u.Urgency == Urgency.NextLaunch);
        return $"❌ {Plural.Of(open, "finding")} to decide on, {report.Findings.Length - open} closed; {TrailText.Of(soon, "group, fleet or request", "groups, fleets and requests")} would fail with the next launch";
    }

    private static void WriteFinding(TextWriter text, ImpactFinding f)
    {
        text.WriteLine();
        text.WriteLine($"{f.Id}: {BacktestView.VerdictName(f.Verdict)}, {When(f.Urgency)}");
        text.WriteLine($"  account {Visible.Text(Account(f))}, images of {Visible.Text(f.Owner)}");
        foreach (var use in f.Uses.Take(MostUses))
            text.WriteLine($"  - {Visible.Text(Use(use))}");
        if (f.Uses.Length > MostUses)
            text.WriteLine($"  - … and {TrailText.Number(f.Uses.Length - MostUses)} more");
        if (!f.DeniedBy.IsEmpty)
            text.WriteLine($"  denied by {Visible.Text(string.Join("; ", f.DeniedBy))}");
        if (f.Triage is { } triage)
            text.WriteLine($"  triage: {Visible.Text(BacktestView.Triage(triage))}");
        text.WriteLine($"  {BacktestView.OutcomeName(f.Advice.Outcome)}: {Visible.Text(f.Advice.Why)}");
        if (f.Advice.Command is { } command)
            text.WriteLine($"    $ {Visible.Text(command)}");
        if (f.Advice.Message is { } message)
            text.WriteLine($"    > {Visible.Text(message)}");
    }

    private static void WriteTable(TextWriter text, ImpactReport report, int top) =>
        text.Write(
            TableOutput.Markdown(
                ["finding", "verdict", "when", "account", "image owner", "uses", "denied by", "outcome", "what to do"],
                report
                    .Findings.Take(top)
                    .Select(f =>
                        (string[])
                            [
                                f.Id,
                                BacktestView.VerdictName(f.Verdict),
                                When(f.Urgency),
                                Account(f),
                                f.Owner,
                                string.Join("; ", f.Uses.Take(MostUses).Select(Use))
                                    + (
                                        f.Uses.Length > MostUses
                                            ? $"; … and {TrailText.Number(f.Uses.Length - MostUses)} more"
                                            : ""
                                    ),
                                string.Join("; ", f.DeniedBy),
                                f.Triage is { } triage
                                    ? $"triage: {BacktestView.Triage(triage)}"
                                    : BacktestView.OutcomeName(f.Advice.Outcome),
                                string.Join(
                                    " ",
                                    new[] { f.Advice.Why, f.Advice.Command is { } c ? $"`{c}`" : "" }.Where(t =>
                                        t.Length > 0
                                    )
                                ),
                            ]
                    )
            )
        );

    private static void WriteLeftOpen(TextWriter text, ImpactReport report, bool markdown)
    {
        if (report.LeftOpen.IsEmpty)
            return;
        text.WriteLine(markdown ? "\n### Not stopped by either layer\n" : "\nNOT STOPPED BY EITHER LAYER");
        text.WriteLine(
            $"{(markdown ? "" : "  ")}Images that accounts built themselves, and that a service goes on launching with its own role:{(markdown ? "\n" : "")}"
        );
        foreach (var use in report.LeftOpen.Take(MostUses))
            text.WriteLine(
                markdown
                    ? $"- {Markdown.Escape($"{use.Account}: {Use(use)}")}"
                    : $"  - {Visible.Text($"{use.Account}: {Use(use)}")}"
            );
        if (report.LeftOpen.Length > MostUses)
            text.WriteLine(
                $"{(markdown ? "" : "  ")}- … and {TrailText.Number(report.LeftOpen.Length - MostUses)} more"
            );
    }

    public static string When(Urgency urgency) =>
        urgency switch
        {
            Urgency.NextLaunch => "fails with the next launch by a service",
            Urgency.NextBuild => "fails when a pipeline builds from it",
            Urgency.NextUse => "fails when somebody launches from it",
            Urgency.Rebuild => "runs on, fails when it is made anew",
            _ => "idle",
        };

    private static string Use(ImageUse u) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{u.Kind.Name().Replace('_', ' ')} {u.Name} in {u.Region}: {(u.ImageId.Length > 0 ? u.ImageId : "image not known")}{(u.Detail.Length > 0 ? $", {u.Detail}" : "")}{(u.Kind != UseKind.Instance && u.Instances > 0 ? $", {TrailText.Of(u.Instances, "instance")}" : "")}"
        );

    private static string Account(ImpactFinding f) =>
        f.AccountName.Length > 0 ? $"{f.Account} {f.AccountName}" : f.Account;
}
