using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Calibration;

namespace AmiGovernance.Cli.Features.Calibration;

/// <summary>Experiments and findings as text.</summary>
internal static class CalibrationView
{
    /// <summary>Before anything is done: what it would be.</summary>
    /// <param name="open">Those that there is no second account for.</param>
    public static void WriteExperiments(
        TextWriter writer,
        ImmutableArray<Experiment> experiments,
        ImmutableArray<Experiment> open
    )
    {
        var scenes = ExperimentFiles.ScenesOf(experiments);
        foreach (var scene in scenes)
        {
            writer.WriteLine($"{scene.Name}: {scene.About}");
            foreach (var experiment in experiments.Where(e => e.Scene == scene.Name))
            {
                var needs = experiment.NeedsSecond ? " (needs a second account)" : "";
                writer.WriteLine($"  {experiment.Name}: {experiment.Question}{needs}");
                writer.WriteLine($"    {string.Join(" | ", experiment.Answers.Select(a => a.Value))}");
            }
        }
        writer.WriteLine();
        var minutes = scenes.Sum(s => s.MinutesFor(experiments));
        writer.WriteLine($"{Plural.Of(experiments.Length, "experiment")}, about {Plural.Of(minutes, "minute")}.");
        if (!open.IsEmpty)
            writer.WriteLine(
                $"Not settled without a second account (`--second-account`): {string.Join(", ", open.Select(e => e.Name))}."
            );
        writer.WriteLine(
            "Makes, tags and removes again: policies on the account, an organizational unit that it is moved into, copies of a small image."
        );
        writer.WriteLine(
            "Costs a few cents: the copies' snapshots, and, should AWS allow a launch that it ought not to, one small instance for minutes."
        );
    }

    public static void WriteFindings(CliContext context, CalibrationResult result)
    {
        string[] headers = ["EXPERIMENT", "ANSWER", "WHAT IT MEANS"];
        context.Out.WriteLine(TableOutput.Text(context, headers, result.Findings.Select(Cells)));
        foreach (var finding in result.Findings.Where(f => f.Answer is { Changes: not "Nothing." }))
            context.Out.WriteLine($"{finding.Experiment.Name}: {finding.Answer!.Changes}");
        WriteRemoved(context.Out, result.Removed);
    }

    private static string[] Cells(ExperimentFinding finding) =>
        finding.Answer is { } answer
            ? [finding.Experiment.Name, answer.Value, answer.Means]
            : [finding.Experiment.Name, "unknown", Sanitize.Text(finding.Why)];

    /// <summary>What a clean-up would do, and where it looked: Regions have instances and images of their own.</summary>
    public static void WriteFound(TextWriter writer, IReadOnlyCollection<string> found, CalibrationRequest request)
    {
        var where = $"the organization, and {string.Join(", ", request.Accounts)} in {request.Region}";
        writer.WriteLine(
            found.Count == 0
                ? $"nothing is left of calibrations in {where}"
                : $"left of calibrations in {where}, to be:"
        );
        foreach (var what in found)
            writer.WriteLine($"  {Sanitize.Text(what)}");
    }

    public static void WriteRemoved(TextWriter writer, IReadOnlyCollection<string> removed)
    {
        writer.WriteLine(removed.Count == 0 ? "nothing was there to be removed" : "removed:");
        foreach (var what in removed)
            writer.WriteLine($"  {Sanitize.Text(what)}");
    }

    public static void WriteTaken(CliContext context, ImmutableArray<TakenFact> taken)
    {
        string[] headers = ["EXPERIMENT", "ANSWER", "BEFORE"];
        context.Out.WriteLine(
            TableOutput.Text(
                context,
                headers,
                taken.Select(t => new[] { t.Fact.Experiment, t.Fact.Value, t.Before?.Value ?? "not measured" })
            )
        );
        context.Out.WriteLine(
            $"written to {MeasuredFact.Folder}/{taken[0].Fact.Partition.Name()}/; `amigov facts` shows them"
        );
    }
}
