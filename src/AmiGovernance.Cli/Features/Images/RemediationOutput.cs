using System.CommandLine;
using System.Globalization;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images.Remediation;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What `remediate` and `undo` have in common: they show a plan, and carry it out with `--yes`.</summary>
internal static class RemediationOutput
{
    public static readonly string[] Formats = ["text", "json", "markdown"];

    public static Option<bool> Yes() =>
        new("--yes", "-y") { Description = "Make the calls; without it nothing is changed" };

    /// <summary>Makes the calls of a plan, and shows what became of them.</summary>
    /// <param name="success">What a call that has had its effect is called.</param>
    public static async Task<int> CarryOut(
        RemediationPlan plan,
        RemediationEvent success,
        IReadOnlyList<OutputTarget> targets,
        AwsConnection connection,
        CliContext context,
        DiagnosticBag bag,
        CancellationToken cancel
    )
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
        var shown = Show(new RemediationView(plan, success, run), targets, context, bag);
        if (!run.IsInterrupted)
            return shown;
        var command = success == RemediationEvent.Done ? "remediate" : "undo";
        var again = SuggestedCommand.Of($"amigov images {command}");
        context.Error.WriteLine(
            $"interrupted; what was begun is recorded to its end: run {again} again, with the same options, to go on"
        );
        return ExitCodes.Cancelled;
    }

    /// <summary>Shows the plan; nothing is changed.</summary>
    /// <param name="success">What a call that has had its effect is called.</param>
    public static int DryRun(
        RemediationPlan plan,
        RemediationEvent success,
        IReadOnlyList<OutputTarget> targets,
        CliContext context,
        DiagnosticBag bag
    ) => Show(new RemediationView(plan, success, run: null), targets, context, bag);

    private static int Show(
        RemediationView view,
        IReadOnlyList<OutputTarget> targets,
        CliContext context,
        DiagnosticBag bag
    )
    {
        context.PrintFindings(bag.ToSorted());
        var written = TableOutput.Write(context, targets, view.Render);
        return bag.HasErrors ? ExitCodes.Errors : written;
    }

    private sealed class OutcomeProgress(ProgressLine line, int total) : IProgress<StepOutcome>
    {
        private int done;

        public void Report(StepOutcome value)
        {
            var ready = Interlocked.Increment(ref done);
            line.Show(string.Create(CultureInfo.InvariantCulture, $"{ready} of {total} images"));
        }
    }
}
