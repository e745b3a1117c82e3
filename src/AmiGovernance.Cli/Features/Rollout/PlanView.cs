using System.Globalization;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Shows a plan: what changes in meaning, the calls in their order, the text, what is proven afterwards.</summary>
internal static class PlanView
{
    private const int Context = 2;

    public static string Text(PlanReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var plan = report.Plan;
        text.WriteLine($"organization {plan.OrganizationId}, as {Visible.Text(report.Caller.Arn)}");
        if (plan.IsEmpty)
        {
            text.WriteLine("nothing to do: the organization is as dist/ wants it");
            return text.ToString();
        }
        WriteMode(text, plan);
        text.WriteLine();
        text.WriteLine("What changes in meaning:");
        DifferenceView.WriteText(text, report.Meaning);
        text.WriteLine();
        WriteSteps(text, plan.Steps);
        foreach (var step in plan.Steps.Where(s => s.Call == StepCall.UpdatePolicy))
            WriteText(text, step);
        if (report.Proof is { } proof)
            WriteProof(text, proof);
        WritePermissions(text, report);
        return text.ToString();
    }

    public static void WriteMode(TextWriter writer, Plan plan)
    {
        writer.WriteLine(
            plan.ModeBefore == plan.ModeAfter
                ? $"mode: {Mode(plan.ModeAfter)}"
                : $"mode: {Mode(plan.ModeBefore)} → {Mode(plan.ModeAfter)}"
        );
        if (plan.Stages.IsEmpty && plan.StagesBefore.IsEmpty)
            return;
        writer.WriteLine(
            plan.Stages.SequenceEqual(plan.StagesBefore)
                ? $"enforced: {Targets(plan.Stages)}"
                : $"enforced: {Targets(plan.StagesBefore)} → {Targets(plan.Stages)}"
        );

        static string Targets(IReadOnlyCollection<string> targets) =>
            targets.Count == 0 ? "none" : string.Join(", ", targets);
    }

    public static void WriteSteps(TextWriter writer, IReadOnlyList<PlanStep> steps)
    {
        writer.WriteLine($"{Plural.Of(steps.Count, "call")}, in this order:");
        for (var i = 0; i < steps.Count; i++)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {i + 1, 2}. {Describe(steps[i])}"));
    }

    /// <summary>Such as `AttachPolicy scp-ami-guardrail → r-ab12`.</summary>
    public static string Describe(PlanStep step) =>
        Visible.Text(
            step.Call switch
            {
                StepCall.EnableAWSServiceAccess => $"{step.Call} {PlanStep.Ec2Service}",
                StepCall.EnablePolicyType => $"{step.Call} {step.Type.Name()}",
                StepCall.CreatePolicy => $"{step.Call} {step.Policy} ({step.Type.Name()}, {Characters(step.Content)})",
                StepCall.UpdatePolicy =>
                    $"{step.Call} {step.Policy} ({Characters(step.PreviousContent)} → {Characters(step.Content)})",
                StepCall.AttachPolicy => $"{step.Call} {step.Policy} → {step.Target}",
                StepCall.DetachPolicy => $"{step.Call} {step.Policy} from {step.Target}",
                StepCall.TagResource =>
                    $"{step.Call} {step.Policy}: {string.Join(", ", step.Tags.Select(t => $"{t.Key}={t.Value}"))}",
                _ => $"{step.Call} {step.Policy}",
            }
        );

    public static string Mode(AllowedImagesState? mode) => mode?.Name() ?? "none";

    private static string Characters(string? content) =>
        Plural.Of(new StringInfo(content ?? "").LengthInTextElements, "character");

    private static void WriteText(StringWriter text, PlanStep step)
    {
        text.WriteLine();
        text.WriteLine($"{Visible.Text(step.Policy)}:");
        foreach (var line in LineDiff.Between(Indented(step.PreviousContent), Indented(step.Content), Context))
            text.WriteLine($"  {line.Mark} {Visible.Text(line.Text)}");
    }

    private static string Indented(string? content)
    {
        var tree = JsonParser.Parse(SourceText.FromString("policy", content ?? ""), new DiagnosticBag());
        return tree is null
            ? content ?? ""
            : JsonText.ToText(JsonText.Write(indented: true, writer => writer.WriteNode(tree.Root)));
    }

    private static void WriteProof(StringWriter text, OrganizationProofResult proof)
    {
        text.WriteLine();
        var failed = proof.Guarantees.Where(g => g.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven).ToList();
        var covered = proof.Groups.Where(g => g.Covered).Sum(g => g.Accounts.Length);
        text.WriteLine(
            proof.Guarantees.IsEmpty ? "Afterwards nothing is proven: no account is under both policies."
            : failed.Count == 0
                ? $"Afterwards all guarantees hold in {Plural.Of(covered, "account")} (`amigov prove` lists them)."
            : $"Afterwards, in {Plural.Of(covered, "account")}:"
        );
        foreach (var guarantee in failed)
        {
            text.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  ✗ {guarantee.Number, 2}. {guarantee.Title}: {Visible.Text(guarantee.Reason ?? "")}"
                )
            );
            if (guarantee.Counterexample is { } example)
                text.WriteLine($"        amigov explain {Visible.Text(example)}");
        }
        foreach (var group in proof.Groups.Where(g => !g.Covered || !g.Problems.IsEmpty))
        foreach (var problem in group.Problems)
            text.WriteLine(
                $"  {(group.Covered ? "✗" : "–")} {OrganizationProof.Describe(group.Accounts)}: {Visible.Text(problem)}"
            );
    }

    private static void WritePermissions(StringWriter text, PlanReport report)
    {
        text.WriteLine();
        text.WriteLine($"Needs: {string.Join(", ", report.Permissions.Needed)}");
        if (report.Permissions.Missing is not { } missing)
            text.WriteLine($"  ? whether you have them is not known ({report.Permissions.Unknown})");
        else if (missing.IsEmpty)
            text.WriteLine("  ✓ you seem to have them");
        else
            text.WriteLine($"  ✗ you seem to lack {string.Join(", ", missing)}");
    }

    public static string Json(PlanReport report, string day) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", day);
            writer.WriteString("organization", report.Plan.OrganizationId);
            writer.WriteString("caller", report.Caller.Arn);
            if (report.Plan.ModeBefore is { } before)
                writer.WriteString("mode_before", before.Name());
            if (report.Plan.ModeAfter is { } after)
                writer.WriteString("mode_after", after.Name());
            writer.WriteBoolean("enforces", report.Plan.Enforces);
            writer.WriteStartArray("steps");
            foreach (var step in report.Plan.Steps)
                PlanFile.Write(writer, step);
            writer.WriteEndArray();
            writer.WriteStartObject("meaning");
            DifferenceView.WriteMembers(writer, report.Meaning);
            writer.WriteEndObject();
            if (report.Proof is { } proof)
            {
                writer.WriteStartObject("proof");
                ProofView.WriteMembers(writer, proof.Guarantees, proof);
                writer.WriteEndObject();
            }
            writer.WriteStrings("iam_actions", report.Permissions.Needed);
            if (report.Permissions.Missing is { } missing)
                writer.WriteStrings("iam_actions_missing", missing);
            writer.WriteEndObject();
        });

    public static string Markdown(PlanReport report) =>
        $"Mode: {Mode(report.Plan.ModeBefore)} → {Mode(report.Plan.ModeAfter)}\n\n{DifferenceView.Markdown(report.Meaning)}\n"
        + TableOutput.Markdown(
            ["#", "call", "IAM action"],
            report.Plan.Steps.Select(
                (s, i) =>
                    (IReadOnlyList<string>)[(i + 1).ToString(CultureInfo.InvariantCulture), Describe(s), s.IamAction]
            )
        )
        + (report.Proof is { } proof ? "\n" + ProofView.Markdown(proof.Guarantees, proof) : "");
}
