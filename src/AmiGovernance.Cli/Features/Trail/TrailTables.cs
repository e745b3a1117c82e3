using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What a trail says, in a few tables.</summary>
internal static class TrailTables
{
    private sealed record Table(string Title, string[] Dimensions, Func<ReportedCalls, bool> Which);

    /// <summary>Of the trend.</summary>
    private const int MostWeeks = 13;

    private static readonly Table[] Usual =
    [
        new("Calls", ["kind", "outcome"], _ => true),
        new(
            "Denied by policies and guardrails",
            ["account", "action", "owner", "principal", "denied_by", "detail"],
            c => c.Key.IsDenied && c.Key.Kind != CallKind.ImageLife
        ),
        new("Launches, by the owner of the image", ["owner", "service"], Succeeded(CallKind.Launch)),
        new("Images made", ["account", "action", "principal"], Succeeded(CallKind.Creation)),
        new("Images and snapshots shared", ["account", "image", "detail", "principal"], Succeeded(CallKind.Sharing)),
        new(
            "Images ended, switched off or on",
            ["account", "image", "action", "principal"],
            Succeeded(CallKind.ImageLife)
        ),
        new("Guardrails changed", ["account", "action", "detail", "principal"], Succeeded(CallKind.Guardrail)),
    ];

    public static void Write(
        TextWriter writer,
        CliContext context,
        TrailReport report,
        TrailReportArguments shown,
        bool markdown
    )
    {
        LedgerText.Write(writer, report.Ledger, report.Unit, markdown);
        if (shown.By.IsEmpty)
            WriteWeeks(writer, context, report, markdown);
        foreach (var table in shown.By.IsEmpty ? Usual : [By([.. shown.By.Select(d => d.Name)])])
            Write(writer, context, report, table, shown.Top, markdown);
    }

    /// <summary>The newest first.</summary>
    private static void WriteWeeks(TextWriter writer, CliContext context, TrailReport report, bool markdown)
    {
        var launches = report.Calls.Where(c => c.Key.Kind == CallKind.Launch).ToList();
        var all = CallWeeks.Of(launches.Select(c => c.Days));
        if (all.Count < 2)
            return;
        var succeeded = CallWeeks.Of(launches.Where(c => c.Key.HasSucceeded).Select(c => c.Days));
        var denied = CallWeeks.Of(launches.Where(c => c.Key.IsDenied).Select(c => c.Days));
        TrailHeading.Write(writer, "Launches by week", markdown);
        var rows = all.Reverse()
            .Take(MostWeeks)
            .Select(week =>
                new[]
                {
                    week.Key.Text(),
                    Quantity.Number(week.Value),
                    Quantity.Number(succeeded.GetValueOrDefault(week.Key)),
                    Quantity.Number(denied.GetValueOrDefault(week.Key)),
                }
            );
        writer.Write(TableOutput.Of(context, ["week of", "calls", "succeeded", "denied by policies"], rows, markdown));
        TrailHeading.WriteRest(writer, all.Count - MostWeeks, "earlier week", markdown);
    }

    private static Func<ReportedCalls, bool> Succeeded(CallKind kind) => c => c.Key.Kind == kind && c.Key.HasSucceeded;

    private static Table By(string[] dimensions) =>
        new($"Calls by {string.Join(", ", dimensions)}", dimensions, _ => true);

    private static void Write(
        TextWriter writer,
        CliContext context,
        TrailReport report,
        Table table,
        int top,
        bool markdown
    )
    {
        var groups = report.By([.. table.Dimensions.Select(TrailDimension.Find).OfType<TrailDimension>()], table.Which);
        if (groups.IsEmpty)
            return;

        TrailHeading.Write(writer, table.Title, markdown);
        string[] headers = ["calls", .. table.Dimensions.Select(d => d.Replace('_', ' ')), "first", "last"];
        writer.Write(TableOutput.Of(context, headers, groups.Take(top).Select(Cells), markdown));
        var rest = groups.Skip(top).Sum(g => g.Count);
        TrailHeading.WriteRest(writer, groups.Length - top, "more row", markdown, $" with {Quantity.Of(rest, "call")}");
    }

    private static string[] Cells(TrailGroup group) =>
        [Quantity.Number(group.Count), .. group.Values, TimeText.Day(group.First), TimeText.Day(group.Last)];
}
