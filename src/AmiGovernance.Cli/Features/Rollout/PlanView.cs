using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Shows a plan: what changes in meaning, the calls in their order, the text, what is proven afterwards.</summary>
internal static class PlanView
{
    /// <summary>Lines around a change.</summary>
    private const int Context = 2;

    public static string Text(PlanReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var plan = report.Plan;
        WriteCaller(text, plan, report.Caller);
        WriteNotes(text, report.Proposal.Notes);
        if (plan.IsEmpty)
        {
            ChangesView.WriteText(text, report.Changes);
            text.WriteLine("nothing to do: the organization is as dist/ wants it");
            WriteClosed(text, report.Proposal);
            return text.ToString();
        }
        WriteWeaker(text, report.Proposal.Weaker);
        ChangesView.WriteText(text, report.Changes);
        WriteMode(text, plan);
        WriteMeaning(text, "What changes in meaning:", report.Proposal.Meaning);
        WriteWriters(text, report.Writers);
        WriteSteps(text, plan.Steps);
        foreach (var step in plan.Steps.Where(s => s.Call == StepCall.UpdatePolicy))
            WriteText(text, step);
        if (report.Proposal.Proof is { } proof)
            ProofSection.Write(text, proof);
        WritePermissions(text, report);
        return text.ToString();
    }

    public static void WriteCaller(TextWriter text, Plan plan, CallerDetails caller) =>
        text.WriteLine($"organization {plan.OrganizationId}, as {Sanitize.Text(caller.Arn)}");

    /// <summary>Of a plan without calls: the run whose end is missing in the record.</summary>
    public static void WriteClosed(TextWriter text, ProposedDeployment proposal)
    {
        if (proposal.Closes is { } start)
            text.WriteLine(
                $"deployment {Sanitize.Text(start.Deployment)} broke off: what it did is in AWS, its end is not in the record"
            );
    }

    /// <summary>What is not there, or stays off.</summary>
    public static void WriteNotes(TextWriter text, IEnumerable<string> notes)
    {
        foreach (var note in notes)
            text.WriteLine($"note: {Sanitize.Text(note)}");
    }

    /// <summary>What gets weaker stands above all else.</summary>
    public static void WriteWeaker(TextWriter text, ImmutableArray<Weakening> weaker)
    {
        foreach (var weakening in weaker)
            text.WriteLine($"{Weaker(weakening)}: {weakening.Text}");
        if (!weaker.IsEmpty)
            text.WriteLine();
    }

    private static string Weaker(Weakening weakening) => weakening.IsReviewed ? "weaker (reviewed)" : "weaker";

    public static void WriteMode(TextWriter writer, Plan plan)
    {
        writer.WriteLine($"mode: {ModeChange(plan)}");
        if (!plan.Stages.IsEmpty || !plan.StagesBefore.IsEmpty)
            writer.WriteLine($"enforced: {Change(Targets(plan.StagesBefore), Targets(plan.Stages))}");
    }

    /// <summary>Such as `audit_mode → enabled`, or one mode where it stays.</summary>
    public static string ModeChange(Plan plan) => Change(Mode(plan.ModeBefore), Mode(plan.ModeAfter));

    private static string Change(string before, string after) => before == after ? after : $"{before} → {after}";

    private static string Mode(AllowedImagesState? mode) => mode?.Name() ?? "none";

    private static string Targets(IReadOnlyCollection<string> targets) =>
        targets.Count == 0 ? "none" : string.Join(", ", targets);

    public static void WriteMeaning(TextWriter text, string title, MeaningDifference? meaning)
    {
        text.WriteLine();
        text.WriteLine(title);
        if (meaning is not null)
            DifferenceView.WriteText(text, meaning);
        text.WriteLine();
    }

    /// <summary>Before the calls: somebody else may undo them, or is undone by them.</summary>
    public static void WriteWriters(TextWriter text, WritersBeside writers)
    {
        if (writers.Found.IsEmpty && writers.NotRead.IsEmpty)
            return;
        text.WriteLine("Other writers:");
        WritersView.WriteText(text, writers.Found);
        foreach (var missing in writers.NotRead)
            text.WriteLine($"  ? not read: {Sanitize.Text(missing)}");
        text.WriteLine();
    }

    public static void WriteSteps(TextWriter writer, IReadOnlyList<PlanStep> steps)
    {
        writer.WriteLine($"{Plural.Of(steps.Count, "call")}, in this order:");
        foreach (var (number, step) in steps.Index())
            writer.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {number + 1, 2}. {PlanStepText.Of(step)}")
            );
    }

    private static void WriteText(StringWriter text, PlanStep step)
    {
        text.WriteLine();
        text.WriteLine($"{Sanitize.Text(step.Policy)}:");
        foreach (var line in TextOf(step).Split('\n'))
            text.WriteLine($"  {Sanitize.Text(line)}");
    }

    /// <summary>How the document of a policy changes, line by line; not yet made harmless.</summary>
    public static string TextOf(PlanStep step)
    {
        var lines = LineDiff.Between(Indented(step.PreviousContent), Indented(step.Content), Context);
        return string.Join('\n', lines.Select(line => $"{line.Mark} {line.Text}"));
    }

    /// <summary>What is no JSON is shown as it is.</summary>
    private static string Indented(string? content)
    {
        var source = SourceText.FromString("policy", content ?? "");
        var tree = Reading.Of(bag => JsonParser.Parse(source, bag)).Value;
        return tree is null
            ? content ?? ""
            : JsonText.ToText(JsonText.Write(indented: true, writer => writer.WriteNode(tree.Root)));
    }

    private static void WritePermissions(StringWriter text, PlanReport report)
    {
        var permissions = report.Permissions;
        text.WriteLine();
        text.WriteLine($"Needs: {string.Join(", ", permissions.Needed)}");
        if (permissions.Missing is not { } missing)
        {
            var why = permissions.Failure is { } failure
                ? AwsDiagnostics.Message(failure)
                : "IAM cannot simulate this principal";
            text.WriteLine($"  ? whether you have them is not known ({why})");
        }
        else if (missing.IsEmpty)
            text.WriteLine("  ✓ you seem to have them");
        else
            text.WriteLine($"  ✗ you seem to lack {string.Join(", ", missing)}{OptionalRemark(missing)}");
    }

    private static string OptionalRemark(IReadOnlyList<string> missing) =>
        missing.Contains(TrustedAccess.IamAction)
            ? $"; without {TrustedAccess.IamAction} only the account status report is missing"
            : "";

    public static MarkdownText Markdown(PlanReport report)
    {
        var plan = report.Plan;
        if (plan.IsEmpty)
            return NothingToDo(report);
        var meaning = report.Proposal.Meaning is { } difference
            ? MarkdownText.Of($"{DifferenceView.Markdown(difference)}\n")
            : MarkdownText.Empty;
        var proof = report.Proposal.Proof is { Result: var result }
            ? MarkdownText.Of($"\n{ProofView.Markdown(result.Guarantees, result)}")
            : MarkdownText.Empty;
        var writers = report.Writers.Found.IsEmpty
            ? MarkdownText.Empty
            : MarkdownText.Of($"{WritersView.Markdown(report.Writers.Found)}\n");
        var notRead = report.Writers.NotRead.Select(n => MarkdownText.Of($"Not read: {n}\n\n"));
        return MarkdownText.Concat([
            WeakerLines(report.Proposal.Weaker),
            MarkdownText.Of($"Mode: {Mode(plan.ModeBefore)} → {Mode(plan.ModeAfter)}\n\n"),
            NoteLines(report.Proposal.Notes),
            ChangesView.Markdown(report.Changes),
            meaning,
            writers,
            .. notRead,
            StepTable(plan),
            proof,
        ]);
    }

    private static MarkdownText NothingToDo(PlanReport report) =>
        MarkdownText.Concat([
            NoteLines(report.Proposal.Notes),
            ChangesView.Markdown(report.Changes),
            MarkdownText.Of($"Nothing to do: the organization is as dist/ wants it.\n"),
        ]);

    private static MarkdownText WeakerLines(IReadOnlyCollection<Weakening> weaker)
    {
        var lines = MarkdownText.Concat(weaker.Select(w => MarkdownText.Of($"- **{Weaker(w)}**: {w.Text}\n")));
        return lines.IsEmpty ? lines : MarkdownText.Of($"{lines}\n");
    }

    public static MarkdownText NoteLines(IEnumerable<string> notes) =>
        MarkdownText.Concat(notes.Select(note => MarkdownText.Of($"Note: {note}\n\n")));

    public static MarkdownText StepTable(Plan plan) =>
        TableOutput.Markdown(
            ["#", "call", "IAM action"],
            plan.Steps.Index()
                .Select(s =>
                    (IReadOnlyList<string>)
                        [
                            (s.Index + 1).ToString(CultureInfo.InvariantCulture),
                            PlanStepText.Of(s.Item),
                            s.Item.IamAction,
                        ]
                )
        );
}
