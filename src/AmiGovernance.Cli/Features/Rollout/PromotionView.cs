using System.Globalization;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Shows the gates with their evidence, what changes in meaning, and the calls.</summary>
internal static class PromotionView
{
    public static string Text(PromotionReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        PlanView.WriteCaller(text, report.Plan, report.Caller);
        PlanView.WriteNotes(text, report.Proposal.Notes);
        ChangesView.WriteText(text, report.Changes);
        if (report.Plan.IsEmpty && !report.Proposal.PassedItsGates)
        {
            text.WriteLine("nothing to do: it is enforced already");
            PlanView.WriteClosed(text, report.Proposal);
            return text.ToString();
        }
        WritePart(text, report);
        WriteGates(text, report);
        PlanView.WriteMeaning(text, "What changes in meaning where it is promoted:", report.Promotion.Meaning);
        PlanView.WriteSteps(text, report.Plan.Steps);
        if (report.Proposal.Proof is { Holds: false } proof)
            ProofSection.Write(text, proof);
        return text.ToString();
    }

    private static void WritePart(StringWriter text, PromotionReport report)
    {
        var organization = report.Promotion.Observed;
        foreach (var path in report.Promotion.Part.Paths)
        {
            var target = Sanitize.Text(TargetName.Of(organization, path[^1]));
            text.WriteLine($"promote {target} from audit_mode to enabled");
        }
        var promoted = report.Promotion.Part.Accounts.Length;
        var others = organization.Accounts.Length - promoted;
        text.WriteLine($"{Plural.Of(promoted, "account")} will be enforced; {others} stay as they are");
        text.WriteLine();
    }

    private static void WriteGates(StringWriter text, PromotionReport report)
    {
        if (report.Proposal.PassedItsGates)
        {
            var deployment = Sanitize.Text(report.Promotion.Resumes[0].Deployment);
            text.WriteLine($"Goes on with deployment {deployment}, whose gates were passed.");
            return;
        }
        text.WriteLine("Gates:");
        foreach (var gate in report.Proposal.Gates)
        {
            var (mark, remark) = State(gate);
            text.WriteLine($"{mark} {gate.Id}: {gate.Title}{remark}");
            foreach (var line in gate.Evidence)
                text.WriteLine($"    {Sanitize.Text(line)}");
        }
    }

    private static (string Mark, string Remark) State(Gate gate)
    {
        if (gate.IsOpen)
            return ("✓", "");
        return gate.Override is { } why
            ? ("!", $" (not passed, overridden: {Sanitize.Text(why)})")
            : ("✗", " (not passed)");
    }

    public static MarkdownText Markdown(PromotionReport report)
    {
        var gates = report.Proposal.Gates.Select(g =>
            (IReadOnlyList<string>)[g.Id, Passed(g), string.Join("; ", g.Evidence.Select(e => e.Trim()))]
        );
        var meaning = report.Promotion.Meaning is { } difference
            ? DifferenceView.Markdown(difference) + MarkdownText.Of($"\n")
            : MarkdownText.Empty;
        return PlanView.NoteLines(report.Proposal.Notes)
            + ChangesView.Markdown(report.Changes)
            + TableOutput.Markdown(["gate", "passed", "evidence"], gates)
            + MarkdownText.Of($"\n")
            + meaning
            + PlanView.StepTable(report.Plan);
    }

    private static string Passed(Gate gate)
    {
        if (gate.IsOpen)
            return "yes";
        return gate.Override is null ? "no" : $"no, overridden: {gate.Override}";
    }
}
