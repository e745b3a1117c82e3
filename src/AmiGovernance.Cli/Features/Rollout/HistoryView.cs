using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

internal static class HistoryView
{
    /// <summary>One row for each deployment, newest first.</summary>
    public static string Table(CliContext context, OutputFormat format, DeploymentLog log) =>
        Render(
            context,
            format,
            ["deployment", "began (UTC)", "outcome", "mode", "calls", "who", "why"],
            log.Deployments.Reverse()
                .Select(d =>
                    (IReadOnlyList<string>)
                        [
                            d.Key,
                            Time(d.First().At),
                            Outcome(d),
                            Mode(Start(d)),
                            d.Count(e => e.Event == DeploymentEvent.Done).ToString(CultureInfo.InvariantCulture),
                            d.First().Who,
                            Start(d).Why,
                        ]
                )
        );

    /// <summary>The gates of a promotion are recorded before its start.</summary>
    private static DeploymentEntry Start(IEnumerable<DeploymentEntry> entries) =>
        entries.FirstOrDefault(e => e.Event == DeploymentEvent.Started) ?? entries.First();

    private static string Mode(DeploymentEntry entry) =>
        entry.Stages.IsEmpty ? entry.Mode : $"{entry.Mode}, enforced: {string.Join(", ", entry.Stages)}";

    /// <summary>One row for each entry.</summary>
    public static string Calls(CliContext context, OutputFormat format, DeploymentLog log) =>
        Render(
            context,
            format,
            ["at (UTC)", "event", "call", "policy id", "detail"],
            log.Entries.Select(e =>
                (IReadOnlyList<string>)
                    [
                        Time(e.At),
                        DeploymentEntry.EventNames[(int)e.Event],
                        e.Step is { } step ? PlanView.Describe(step) : "",
                        e.PolicyId,
                        string.Join(
                            ": ",
                            new[]
                            {
                                e.Detail,
                                e.Event is DeploymentEvent.Passed or DeploymentEvent.Overridden || e.Detail.Length == 0
                                    ? e.Why
                                    : "",
                            }.Where(t => t.Length > 0)
                        ),
                    ]
            )
        );

    public static string Json(DeploymentLog log) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteStartArray("entries");
            foreach (var entry in log.Entries)
                writer.WriteRawValue(entry.ToLine().AsSpan().TrimEnd((byte)'\n'));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static string Outcome(IEnumerable<DeploymentEntry> entries) =>
        entries.Last().Event switch
        {
            DeploymentEvent.Finished => "finished",
            DeploymentEvent.Failed => "failed",
            _ => "cut off",
        };

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Render(
        CliContext context,
        OutputFormat format,
        string[] headers,
        IEnumerable<IReadOnlyList<string>> rows
    ) =>
        format == OutputFormat.Markdown
            ? TableOutput.Markdown(headers, rows)
            : TableOutput.Text(context, headers, rows);
}
