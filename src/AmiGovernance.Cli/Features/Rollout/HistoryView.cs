using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>The deployment record as tables.</summary>
internal static class HistoryView
{
    public static readonly string[] Headers =
    [
        "no.",
        "deployment",
        "began (UTC)",
        "outcome",
        "mode",
        "calls",
        "who",
        "why",
    ];

    /// <summary>One row for each deployment, newest first.</summary>
    public static string Table(
        CliContext context,
        OutputFormat format,
        DeploymentLog log,
        IReadOnlyCollection<string> notRead
    ) =>
        format == OutputFormat.Text && log.Files.IsEmpty && notRead.Count == 0
            ? $"no deployment is recorded in `{DeploymentLog.Folder}`; `amigov status` asks AWS what is in force\n"
            : Render(context, format, Headers, [.. log.Files.Reverse().Select(Row)], notRead);

    public static IReadOnlyList<string> Row(DeploymentFile file)
    {
        var entries = file.Entries;
        // The gates of a promotion are recorded before its start.
        var start = entries.FirstOrDefault(e => e.Event == DeploymentEvent.Started) ?? entries[0];
        var calls = entries.Count(e => e.Event == DeploymentEvent.Done);
        return
        [
            file.Serial.ToString(CultureInfo.InvariantCulture),
            entries[0].Deployment,
            Time(entries[0].At),
            Outcome(entries[^1]),
            Mode(start, entries),
            calls.ToString(CultureInfo.InvariantCulture),
            entries[0].Who,
            start.Why,
        ];
    }

    private static string Mode(DeploymentEntry start, IReadOnlyList<DeploymentEntry> entries)
    {
        var mode = start.Stages.IsEmpty ? start.Mode : $"{start.Mode}, enforced: {string.Join(", ", start.Stages)}";
        return ScpAlone.Was(entries) ? $"{mode} ({ScpAlone.Remark})" : mode;
    }

    /// <summary>Of a deployment, by its last entry.</summary>
    public static string Outcome(DeploymentEntry last) =>
        last.Event switch
        {
            DeploymentEvent.Finished => "finished",
            DeploymentEvent.Failed => "failed",
            DeploymentEvent.Merged => "merged",
            _ => "cut off",
        };

    public static MarkdownText Markdown(DeploymentLog log) =>
        TableOutput.Markdown(Headers, log.Files.Reverse().Select(Row));

    public static readonly string[] CallHeaders = ["at (UTC)", "event", "call", "policy id", "detail"];

    /// <summary>One row for each entry.</summary>
    public static string Calls(
        CliContext context,
        OutputFormat format,
        IEnumerable<DeploymentEntry> entries,
        IReadOnlyCollection<string> notRead
    ) => Render(context, format, CallHeaders, [.. entries.Select(Row)], notRead);

    public static IReadOnlyList<string> Row(DeploymentEntry entry)
    {
        var call = entry.Step is null ? "" : PlanStepText.Of(entry.Step);
        return [Time(entry.At), entry.Event.Name(), call, entry.PolicyId, Detail(entry)];
    }

    /// <summary>Of a gate its name and the reason; the reason of a whole run stands in the table of all.</summary>
    private static string Detail(DeploymentEntry entry)
    {
        var isGate = entry.Event is DeploymentEvent.Passed or DeploymentEvent.Overridden;
        var why = isGate || entry.Detail.Length == 0 ? entry.Why : "";
        return string.Join(": ", new[] { entry.Detail, why }.Where(text => text.Length > 0));
    }

    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Render(
        CliContext context,
        OutputFormat format,
        string[] headers,
        IReadOnlyList<string>[] rows,
        IReadOnlyCollection<string> notRead
    )
    {
        if (format == OutputFormat.Markdown)
            return MarkdownText.Concat([TableOutput.Markdown(headers, rows), UnreadLines.Markdown(notRead)]).ToString();
        return rows.Length == 0 && notRead.Count > 0
            ? UnreadLines.Text(notRead)
            : TableOutput.Text(context, headers, rows) + UnreadLines.Text(notRead);
    }
}
