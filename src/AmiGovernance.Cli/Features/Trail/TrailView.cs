using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Prints what a trail says. Text and Markdown hold summaries, JSON and CSV every row.</summary>
internal static class TrailView
{
    public static void Write(CliContext context, TrailReport report, TrailReportArguments shown)
    {
        var bag = new DiagnosticBag();
        foreach (var target in shown.Targets)
        {
            if (target.File is null)
            {
                Write(context.OutOf(target.Format), context, target.Format, report, shown);
                continue;
            }
            using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            Write(text, context, target.Format, report, shown);
            context.Files.Write("", [new GeneratedFile(target.File, Encoding.UTF8.GetBytes(text.ToString()))], bag);
        }
        context.PrintFindings(bag.ToSorted());
    }

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
