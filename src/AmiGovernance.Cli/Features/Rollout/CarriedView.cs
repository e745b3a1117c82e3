using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.History;
using AmiGovernance.Core.Features.Writers;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What `history --record` found and took into the record.</summary>
internal static class CarriedView
{
    private static readonly string[] Headers = ["call", "at (UTC)", "who", "system"];

    public static Renderings Of(CarriedDeployment carried) =>
        new(
            () => Renderings.Lines(text => Write(text, carried)),
            () => ReportJson.Of(Document(carried)),
            () => Markdown(carried)
        );

    private static void Write(TextWriter text, CarriedDeployment carried)
    {
        foreach (var change in carried.Changes)
        {
            text.WriteLine(Sanitize.Text(PlanStepText.Of(change.Step)));
            text.WriteLine($"  {Caller(change, carried)}");
        }
        text.WriteLine(Outcome(carried));
    }

    private static string Caller(CarriedChange change, CarriedDeployment carried)
    {
        if (change.Call is { } call)
            return $"{HistoryView.Time(call.At)} UTC by {Sanitize.Text(call.Caller.Name)}{InBrackets(System(change))}";
        return carried.NotRead is null ? "CloudTrail does not name the call" : "CloudTrail was not read";
    }

    private static string Outcome(CarriedDeployment carried)
    {
        if (carried.Changes.IsEmpty)
            return "nothing to do: the record holds what is deployed";
        if (carried.Path is { } path)
            return $"✓ recorded in {path}; commit `{DeploymentLog.Folder}/`";
        return carried.NotRead is { } why
            ? $"? not recorded: CloudTrail cannot be read ({Sanitize.Text(why)}), which tells who made"
                + $" {Plural.Of(carried.Unnamed.Length, "change")}: run this again when it can,"
                + " or record it as it is with `--without-caller`"
            : $"? not recorded: CloudTrail does not name who made {Plural.Of(carried.Unnamed.Length, "change")};"
                + " it gets calls some minutes late and keeps them for 90 days: run this again in 15 minutes,"
                + " or record it as it is with `--without-caller`";
    }

    private static string InBrackets(string? system) => system is null ? "" : $" ({system})";

    /// <summary>Which the caller shows to be; null for none that is known.</summary>
    private static string? System(CarriedChange change) =>
        change.Call?.Caller.Sign is { } sign ? KnownWriter.Of(sign.Writer).Name : null;

    private static CarriedDocument Document(CarriedDeployment carried) =>
        new([.. carried.Changes.Select(Document)], carried.Path);

    private static CarriedChangePart Document(CarriedChange change) =>
        new(
            $"{change.Step.Call}",
            change.Step.Policy,
            change.PolicyId,
            change.Step.Target.IfAny(),
            change.Call?.At,
            change.Call?.Caller.Name,
            System(change)
        );

    private static MarkdownText Markdown(CarriedDeployment carried)
    {
        var text = MarkdownText.Of($"{Outcome(carried)}\n");
        return carried.Changes.IsEmpty
            ? text
            : MarkdownText.Of($"{TableOutput.Markdown(Headers, carried.Changes.Select(Row))}\n{text}");
    }

    private static string At(CarriedChange change) => change.Call is { } call ? HistoryView.Time(call.At) : "";

    private static IReadOnlyList<string> Row(CarriedChange change) =>
        [PlanStepText.Of(change.Step), At(change), change.Call?.Caller.Name ?? "", System(change) ?? ""];
}
