using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Prints what a trail says. Text and Markdown hold summaries, JSON and CSV every row.</summary>
internal static class TrailView
{
    /// <summary>The exit code tells whether every file could be written.</summary>
    public static int Write(CliContext context, TrailReport report, TrailReportArguments shown) =>
        TableOutput.Write(context, shown.Targets, (text, format) => Write(text, context, format, report, shown));

    private static void Write(
        TextWriter writer,
        CliContext context,
        OutputFormat format,
        TrailReport report,
        TrailReportArguments shown
    )
    {
        if (format == OutputFormat.Json)
            TrailJson.Write(writer, report, shown.By);
        else if (format == OutputFormat.Csv)
            TrailCsv.Write(writer, report, shown.By);
        else
            TrailTables.Write(writer, context, report, shown, format == OutputFormat.Markdown);
    }
}
