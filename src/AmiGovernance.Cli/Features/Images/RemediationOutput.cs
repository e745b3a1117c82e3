using System.CommandLine;
using System.Globalization;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What `remediate` and `undo` have in common: they show a plan, ask, and carry it out.</summary>
/// <param name="success">What a call that has had its effect is called.</param>
internal sealed class RemediationOutput(
    RemediationEvent success,
    IReadOnlyList<OutputTarget> targets,
    AwsConnection connection,
    CliContext context,
    DiagnosticBag bag
)
{
    public static readonly string[] Formats = ["text", "json", "markdown"];

    /// <summary>What the plan was shown with is not said again with its outcome.</summary>
    private readonly HashSet<Diagnostic> printed = [];

    public static Option<bool> Yes() =>
        new("--yes", "-y")
        {
            Description =
                "Make the calls without being asked; where nobody can be asked, nothing is changed without it",
        };

    /// <summary>Shows the plan, and makes its calls when somebody says so.</summary>
    /// <returns>The exit code; showing a plan to nobody who can be asked is no failure.</returns>
    public async Task<int> Run(RemediationPlan plan, bool yes, CancellationToken cancel)
    {
        // Faulty decisions alone are no reason to make good what an earlier run has left.
        if (yes && (!plan.Steps.IsEmpty || plan.Faulty == 0))
            return await CarryOut(plan, cancel);
        var shown = Show(new RemediationView(plan, success, run: null));
        if (shown != ExitCodes.Done || plan.Steps.IsEmpty)
            return Ended(shown);
        var calls = plan.Steps.Length;
        if (!MayAsk)
        {
            context.Error.WriteLine($"dry run, nothing was changed: `--yes` makes {Plural.Of(calls, "call")}");
            return Ended(shown);
        }
        return Confirmation.Ask(context, Question(plan), yes, cancel) ? await CarryOut(plan, cancel) : ExitCodes.Errors;
    }

    private static string Question(RemediationPlan plan)
    {
        var calls = plan.Steps.Length;
        var rest = plan.Waiting == 0 ? "" : $" ({RemediationView.LeftOut(plan)})";
        return $"{Confirmation.Make(calls, "call")}?{rest}";
    }

    /// <summary>A second JSON document after the first would be no JSON.</summary>
    private bool MayAsk => context.IsInteractive && targets.All(t => t.Format == OutputFormat.Text);

    private async Task<int> CarryOut(RemediationPlan plan, CancellationToken cancel)
    {
        using var held = RunLock.Take(context, RunLock.Remediation, "images remediate");
        if (held is null)
            return ExitCodes.Errors;
        using var line = new ProgressLine(context);
        var remediation = new CarryOutRemediation(
            connection.ImageSharingReader,
            connection.ImageSharingWriter,
            connection,
            context.Files,
            context.Time
        );
        var progress = new OutcomeProgress(line, plan.Steps.Length);
        using var interrupts = Interrupts.During(context, cancel);
        var run = await remediation.Run(plan, success, bag, progress, cancel);
        line.Dispose();
        if (run is null)
            return InventoryOutput.Failed(context, bag);
        var shown = Show(new RemediationView(plan, success, run));
        if (run.IsInterrupted)
            return Interrupted();
        WriteNextSteps(run);
        return Ended(shown);
    }

    private int Interrupted()
    {
        var command = success == RemediationEvent.Done ? "remediate" : "undo";
        var again = SuggestedCommand.Of($"amigov images {command}");
        context.Error.WriteLine(
            $"interrupted; what was begun is recorded to its end: run {again} again, with the same options, to go on"
        );
        return ExitCodes.Cancelled;
    }

    /// <summary>On standard error: the result may be a document.</summary>
    private void WriteNextSteps(RemediationRun run)
    {
        if (run.Outcomes.Any(o => o.Result is not (StepResult.NotTried or StepResult.Failed)))
            BulletList.WriteNext(context.Hints(context.Error), Next(run));
    }

    private IEnumerable<string> Next(RemediationRun run)
    {
        yield return $"commit `{RemediationLog.Path}` and `{RemediationLog.CsvPath}`: they are the record";
        yield return "`amigov images scan` shows what is public now";
        var snapshots = SuggestedCommand.Of($"amigov images list --finding public_snapshot");
        yield return $"{snapshots} names images whose snapshots are public: these stay so";
        if (success == RemediationEvent.Done)
            yield return $"{SuggestedCommand.Of($"amigov images undo --run {run.Name}")} takes it back";
    }

    private int Show(RemediationView view)
    {
        context.PrintFindings([.. bag.ToSorted().Where(printed.Add)]);
        return TableOutput.Write(context, targets, view.Render);
    }

    private int Ended(int shown) => bag.HasErrors ? ExitCodes.Errors : shown;

    private sealed class OutcomeProgress(ProgressLine line, int total) : IProgress<StepOutcome>
    {
        private int done;

        public void Report(StepOutcome value)
        {
            var ready = Interlocked.Increment(ref done);
            line.Show(string.Create(CultureInfo.InvariantCulture, $"{ready} of {Plural.Of(total, "image")}"));
        }
    }
}
