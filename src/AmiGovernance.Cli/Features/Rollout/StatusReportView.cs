using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Reports;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Each attribute with the value that most accounts have, and how many have another.</summary>
internal static class StatusReportView
{
    private static readonly string[] Headers =
    [
        "attribute",
        "most frequent value",
        "accounts with it",
        "others",
        "others by region",
    ];

    public static string Write(CliContext context, StatusSummary summary, OutputFormat format)
    {
        if (format == OutputFormat.Json)
            return ReportJson.Of(StatusReportDocument.Of(summary));
        var rows = summary.Attributes.Select(Row);
        var head = Head(summary);
        return format == OutputFormat.Markdown
            ? MarkdownText.Of($"{head}.\n\n{TableOutput.Markdown(Headers, rows)}").ToString()
            : $"{head}\n\n{TableOutput.Text(context, [.. Headers.Select(h => h.ToUpperInvariant())], rows)}";
    }

    private static IReadOnlyList<string> Row(AttributeStatus attribute)
    {
        var regions = attribute.UnmatchedByRegion.Select(r => $"{r.Region} {Quantity.Number(r.Unmatched)}");
        return
        [
            attribute.Name,
            attribute.MostFrequentValue,
            Quantity.Number(attribute.Matched),
            Quantity.Number(attribute.Unmatched),
            string.Join(", ", regions),
        ];
    }

    private static string Head(StatusSummary summary)
    {
        var report = summary.Report;
        var failed =
            summary.FailedAccounts == 0
                ? ""
                : $", {Quantity.Number(summary.FailedAccounts)} that AWS could not look at";
        return $"Account status report {report.Id} of {Sanitize.Text(report.Target)}, started"
            + $" {TimeText.Of(report.StartedAt)}: {Quantity.Of(summary.Accounts, "account")}{failed}";
    }
}
