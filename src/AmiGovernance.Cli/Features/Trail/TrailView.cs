using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Prints what a trail says. Text and Markdown hold summaries, JSON and CSV every row.</summary>
internal static class TrailView
{
    private sealed record Table(string Title, string[] Dimensions, Func<ReportedCalls, bool> Which);

    private static readonly Table[] Tables =
    [
        new("Calls", ["kind", "outcome"], _ => true),
        new(
            "Denied by policies and guardrails",
            ["account", "action", "owner", "principal", "denied_by"],
            c => c.Key.Outcome == CallOutcome.PolicyDenial
        ),
        new(
            "Launches, by the owner of the image",
            ["owner", "service"],
            c => c is { Key: { Kind: CallKind.Launch, Outcome: CallOutcome.Succeeded } }
        ),
        new(
            "Images made",
            ["account", "action", "principal"],
            c => c is { Key: { Kind: CallKind.Creation, Outcome: CallOutcome.Succeeded } }
        ),
        new(
            "Images shared",
            ["account", "image", "detail", "principal"],
            c => c is { Key: { Kind: CallKind.Sharing, Outcome: CallOutcome.Succeeded } }
        ),
        new(
            "Guardrails changed",
            ["account", "action", "detail", "principal"],
            c => c is { Key: { Kind: CallKind.Guardrail, Outcome: CallOutcome.Succeeded } }
        ),
    ];

    public static void Write(
        CliContext context,
        IReadOnlyList<OutputTarget> targets,
        TrailReport report,
        TrailDimension[]? by,
        int top
    )
    {
        foreach (var target in targets)
        {
            if (target.File is null)
                Write(context.Out, context, target.Format, report, by, top);
            else
            {
                using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
                Write(text, context, target.Format, report, by, top);
                var bag = new DiagnosticBag();
                context.Files.Write("", [new GeneratedFile(target.File, Encoding.UTF8.GetBytes(text.ToString()))], bag);
                context.PrintFindings(bag.ToSorted());
            }
        }
    }

    private static void Write(
        TextWriter writer,
        CliContext context,
        OutputFormat format,
        TrailReport report,
        TrailDimension[]? by,
        int top
    )
    {
        if (format == OutputFormat.Json)
            Json(writer, report, by);
        else if (format == OutputFormat.Csv)
            CsvRows(writer, report, by);
        else
            Summary(writer, context, format == OutputFormat.Markdown, report, by, top);
    }

    private static void Summary(
        TextWriter writer,
        CliContext context,
        bool markdown,
        TrailReport report,
        TrailDimension[]? by,
        int top
    )
    {
        writer.WriteLine($"{TrailText.Read(report.Ledger, report.Unit)}{(markdown ? ".\n" : "")}");
        foreach (var remark in TrailText.Remarks(report.Ledger, report.Unit))
            writer.WriteLine(markdown ? $"- {Markdown.Escape(remark)}" : $"  {Visible.Text(remark)}");
        var tables = by is { Length: > 0 }
            ?
            [
                new Table(
                    $"Calls by {string.Join(", ", by.Select(d => d.Name))}",
                    [.. by.Select(d => d.Name)],
                    _ => true
                ),
            ]
            : Tables;
        foreach (var table in tables)
        {
            var groups = report.By(
                [.. table.Dimensions.Select(TrailDimension.Find).OfType<TrailDimension>()],
                table.Which
            );
            if (groups.IsEmpty)
                continue;
            writer.WriteLine(markdown ? $"\n### {table.Title}\n" : $"\n{table.Title.ToUpperInvariant()}");
            string[] headers = ["calls", .. table.Dimensions, "first", "last"];
            var rows = groups
                .Take(top)
                .Select(g =>
                    (string[])[TrailText.Number(g.Count), .. g.Values, TrailText.Day(g.First), TrailText.Day(g.Last)]
                );
            writer.Write(
                markdown
                    ? TableOutput.Markdown([.. headers.Select(h => h.Replace('_', ' '))], rows)
                    : TableOutput.Text(context, [.. headers.Select(h => h.Replace('_', ' ').ToUpperInvariant())], rows)
            );
            if (groups.Length > top)
                writer.WriteLine(
                    $"{(markdown ? "\n" : "  ")}… and {TrailText.Number(groups.Length - top)} more rows with {TrailText.Number(groups.Skip(top).Sum(g => g.Count))} calls"
                );
        }
    }

    private static void CsvRows(TextWriter writer, TrailReport report, TrailDimension[]? by)
    {
        var dimensions = by is { Length: > 0 } ? by : [.. TrailDimension.All];
        writer.WriteLine(string.Join(',', dimensions.Select(d => d.Name).Concat(["calls", "first", "last"])));
        foreach (var group in Rows(report, by))
            writer.WriteLine(
                string.Join(
                    ',',
                    group
                        .Values.Concat([
                            group.Count.ToString(CultureInfo.InvariantCulture),
                            TrailText.Time(group.First),
                            TrailText.Time(group.Last),
                        ])
                        .Select(v => Csv.Cell(Visible.Text(v)))
                )
            );
    }

    /// <summary>Written in pieces: a report can have hundreds of thousands of rows.</summary>
    private static void Json(TextWriter output, TrailReport report, TrailDimension[]? by)
    {
        var dimensions = by is { Length: > 0 } ? by : [.. TrailDimension.All];
        var buffer = new ArrayBufferWriter<byte>(64 << 10);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        writer.WriteString("format_version", ReportJson.FormatVersion);
        WriteLedger(writer, report.Ledger);
        writer.WriteStartArray("calls");
        foreach (var group in Rows(report, by))
        {
            writer.WriteStartObject();
            for (var i = 0; i < dimensions.Length; i++)
                if (group.Values[i].Length > 0)
                    writer.WriteString(dimensions[i].Name, group.Values[i]);
            writer.WriteNumber("calls", group.Count);
            if (group.First is not null)
                writer.WriteString("first", TrailText.Time(group.First));
            if (group.Last is not null)
                writer.WriteString("last", TrailText.Time(group.Last));
            writer.WriteEndObject();
            if (writer.BytesPending + buffer.WrittenCount > 48 << 10)
                Flush(output, writer, buffer);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        Flush(output, writer, buffer);
        output.Write('\n');
    }

    private static void Flush(TextWriter output, Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.Flush();
        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        buffer.ResetWrittenCount();
    }

    /// <summary>All rows in their order; grouped ones the most first.</summary>
    private static IEnumerable<TrailGroup> Rows(TrailReport report, TrailDimension[]? by) =>
        by is { Length: > 0 }
            ? report.By(by, _ => true)
            : report.Calls.Select(c => new TrailGroup(
                [.. TrailDimension.All.Select(d => d.Of(c))],
                c.Count,
                c.First,
                c.Last
            ));

    public static void WriteLedger(Utf8JsonWriter writer, TrailLedger ledger)
    {
        var c = ledger.Counts;
        writer.WriteStartObject("ledger");
        writer.WriteBoolean("complete", ledger.IsComplete);
        foreach (
            var (name, value) in new[]
            {
                ("files", ledger.Files),
                ("empty_files", ledger.EmptyFiles),
                ("stored_bytes", c.Stored),
                ("text_bytes", c.Text),
                ("events", c.Records),
                ("watched", c.Watched),
                ("duplicates", c.Duplicates),
                ("outside_time", c.OutsideTime),
                ("other_places", c.OtherPlaces),
                ("other_categories", c.OtherCategories),
                ("without_id", c.WithoutId),
                ("unknown_versions", c.UnknownVersions),
                ("not_records", c.NotRecords),
                ("damaged_records", c.DamagedRecords),
                ("folded", ledger.Folded),
                ("gaps", ledger.GapCount),
            }
        )
            writer.WriteNumber(name, value);
        writer.WriteStartObject("skipped_files");
        foreach (var (reason, count) in ledger.Skipped)
            writer.WriteNumber(reason, count);
        writer.WriteEndObject();
        writer.WriteStartArray("gap_files");
        foreach (var gap in ledger.Gaps)
        {
            writer.WriteStartObject();
            writer.WriteString("file", gap.File);
            writer.WriteString("reason", gap.Reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
