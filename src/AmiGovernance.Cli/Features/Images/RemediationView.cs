using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The calls that were planned, and what became of each.</summary>
/// <param name="run">Null for a dry run.</param>
internal sealed class RemediationView(RemediationPlan plan, RemediationEvent success, RemediationRun? run)
{
    private const string Planned = "planned";

    private static readonly EnumNames<StepResult> Results = new(
        (StepResult.NotTried, "not_tried"),
        (StepResult.Done, "done"),
        (StepResult.NotRecorded, "not_recorded"),
        (StepResult.Failed, "failed"),
        (StepResult.Unknown, "unknown")
    );

    private static readonly string[] Columns =
    [
        "account",
        "region",
        "image",
        "remove",
        "add",
        "approved by",
        "ticket",
        "outcome",
    ];

    /// <summary>The steps of the plan; the problem is that of a step which failed.</summary>
    private readonly List<(RemediationStep Step, string Outcome, string? Problem)> calls = run is null
        ? [.. plan.Steps.Select(s => (s, Planned, (string?)null))]
        : [.. run.Outcomes.Select(o => (o.Step, Results.Of(o.Result), o.Problem))];

    public string Render(OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => Json(),
            OutputFormat.Markdown => Markdown(),
            _ => Text(),
        };

    private string Text()
    {
        var text = new StringBuilder();
        foreach (var (i, (step, outcome, _)) in calls.Index())
            text.Append(CultureInfo.InvariantCulture, $"{i + 1, 4} {Sign(outcome)}{step.Describe()}\n");
        return text.Append(Summary()).Append('\n').ToString();
    }

    private static string Sign(string outcome) =>
        Results.Find(outcome) switch
        {
            null => "",
            StepResult.Done => "✓ ",
            StepResult.NotTried => "– ",
            StepResult.Unknown or StepResult.NotRecorded => "? ",
            _ => "✗ ",
        };

    private MarkdownText Markdown()
    {
        var head = MarkdownText.Of($"## Remediation of public images\n\n{Summary()}\n");
        if (plan.Steps.IsEmpty)
            return head;
        return MarkdownText.Of($"{head}\n{TableOutput.Markdown(Columns, calls.Select(c => Cells(c.Step, c.Outcome)))}");
    }

    private static string[] Cells(RemediationStep step, string outcome) =>
        [
            step.Image.Account.Value,
            step.Image.Region.Value,
            step.Image.Id.Value,
            string.Join(", ", step.Remove),
            string.Join(", ", step.Add),
            step.ApprovedBy,
            step.Ticket,
            outcome,
        ];

    private string Json() =>
        ReportJson.Of(
            new RemediationDocument(
                run is null,
                run?.Name,
                [.. calls.Select(c => Document(c.Step, c.Outcome, c.Problem))],
                plan.Settled,
                plan.Kept,
                plan.Open
            )
            {
                Faulty = plan.Faulty,
                NotReached = [.. plan.NotReached.Select(Document)],
            }
        );

    private static UnreachedImagePart Document(UnreachedImage image) =>
        new(image.Image.Account.Value, image.Image.Region.Value, image.Image.Id.Value, image.Problem);

    private static RemediationCallPart Document(RemediationStep step, string outcome, string? problem) =>
        new(
            RemediationCallPart.ModifyImageAttribute,
            step.Image.Account.Value,
            step.Image.Region.Value,
            step.Image.Id.Value,
            [.. step.Before.Select(p => p.ToString())],
            [.. step.Remove.Select(p => p.ToString())],
            [.. step.Add.Select(p => p.ToString())],
            outcome,
            problem.IfAny()
        );

    private string Summary()
    {
        var rest = string.Concat(Rest());
        if (plan.Steps.IsEmpty)
            return plan.Waiting == 0 ? $"nothing to do{rest}" : $"no call to make{rest}";
        if (run is null)
            return $"{Plural.Of(plan.Steps.Length, "call")} to make, nothing is changed yet{rest}";

        var sign = run.Changed == plan.Steps.Length ? "✓" : "❌";
        return $"{sign} run {run.Name}: {Plural.Of(run.Changed, "image")} {Verb}, read back and recorded in"
            + $" {RemediationLog.Path} and {RemediationLog.CsvPath}{string.Concat(NotDone(run))}{rest}";
    }

    private string Verb => success == RemediationEvent.Done ? "changed" : "taken back";

    /// <summary>Images whose state the log does not tell are named.</summary>
    private IEnumerable<string> NotDone(RemediationRun done)
    {
        var (notRecorded, unknown) = (Named(done, StepResult.NotRecorded), Named(done, StepResult.Unknown));
        if (notRecorded.Length > 0)
            yield return $"; {Verb}, NOT recorded: {notRecorded}";
        if (unknown.Length > 0)
            yield return $"; perhaps {Verb}, not as planned: {unknown}";
        if (done.With(StepResult.Failed).Count() is > 0 and var failed)
            yield return $"; {failed} not {Verb}";
        if (done.With(StepResult.NotTried).Count() is > 0 and var untried)
            yield return $"; {untried} not tried";
    }

    /// <summary>The images of which nothing is planned until somebody corrects an entry or opens the way to it.</summary>
    public static string LeftOut(RemediationPlan plan) => string.Join("; ", LeftOutParts(plan));

    private static IEnumerable<string> LeftOutParts(RemediationPlan plan)
    {
        if (plan.Faulty > 0)
            yield return $"{Plural.Of(plan.Faulty, "image")} left out, for the decision cannot be carried out";
        if (!plan.NotReached.IsEmpty)
            yield return $"NOT read, and perhaps public: {string.Join(", ", plan.NotReached.Select(i => i.Image))}";
    }

    private static string Named(RemediationRun done, StepResult result) => string.Join(", ", done.With(result));

    /// <summary>What there is beside the calls.</summary>
    private IEnumerable<string> Rest()
    {
        if (run is { MadeGood: > 0 and var madeGood })
            yield return $"; {Plural.Of(madeGood, "image")} of a run that was ended recorded now";
        if (plan.Undoes.Length > 0)
            yield return $"; it takes back the run {plan.Undoes}";
        if (plan.Revoked > 0)
            yield return $"; {Plural.Of(plan.Revoked, "grant")} taken away since by somebody stays away: a new ticket gives it again";
        if (plan.Waiting > 0)
            yield return $"; {LeftOut(plan)}";
        if (plan.Settled > 0)
            yield return $"; {Plural.Of(plan.Settled, "image needs", "images need")} no call";
        if (plan.Kept > 0)
            yield return $"; {plan.Kept} kept public by decision";
        if (plan.Open > 0)
            yield return $"; {plan.Open} not decided";
    }
}
