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
        new(() => Renderings.Lines(text => Write(text, carried)), () => Json(carried), () => Markdown(carried));

    private static void Write(TextWriter text, CarriedDeployment carried)
    {
        foreach (var change in carried.Changes)
        {
            text.WriteLine(Sanitize.Text(PlanStepText.Of(change.Step)));
            text.WriteLine(
                change.Call is { } call
                    ? $"  {HistoryView.Time(call.At)} UTC by {Sanitize.Text(call.Caller.Name)}{InBrackets(System(change))}"
                    : "  CloudTrail does not name the call"
            );
        }
        text.WriteLine(Outcome(carried));
    }

    private static string Outcome(CarriedDeployment carried)
    {
        if (carried.Changes.IsEmpty)
            return "nothing to do: the record holds what is deployed";
        return carried.Path is { } path
            ? $"✓ recorded in {path}; commit `{DeploymentLog.Folder}/`"
            : $"? not recorded: CloudTrail does not name who made {Plural.Of(carried.Unnamed.Length, "change")};"
                + " it gets calls some minutes late and keeps them for 90 days: run this again in 15 minutes,"
                + " or record it as it is with `--without-caller`";
    }

    private static string InBrackets(string? system) => system is null ? "" : $" ({system})";

    /// <summary>Which the caller shows to be; null for none that is known.</summary>
    private static string? System(CarriedChange change) =>
        change.Call?.Caller.Sign is { } sign ? KnownWriter.Of(sign.Writer).Name : null;

    private static string Json(CarriedDeployment carried) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteStartArray("changes");
            foreach (var change in carried.Changes)
            {
                writer.WriteStartObject();
                writer.WriteString("call", $"{change.Step.Call}");
                writer.WriteString("policy", change.Step.Policy);
                writer.WriteString("policy_id", change.PolicyId);
                if (change.Step.Target.Length > 0)
                    writer.WriteString("target", change.Step.Target);
                if (change.Call is { } call)
                {
                    writer.WriteString("at", TimeText.Of(call.At));
                    writer.WriteString("who", call.Caller.Name);
                }
                writer.WriteOptional("system", System(change));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteOptional("recorded_in", carried.Path);
            writer.WriteEndObject();
        });

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
