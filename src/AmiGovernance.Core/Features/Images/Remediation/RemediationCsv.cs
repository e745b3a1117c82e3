using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>`remediation-log.csv` with the runbook's columns. Rows that people wrote stay; ours are added behind them.</summary>
internal static class RemediationCsv
{
    private const string Header = "AMI_ID,Region,Original_Status,Remediation_Date,Remediated_By,Ticket\n";

    /// <summary>Whether the file has a row for the entry.</summary>
    public static bool Has(RemediationEntry entry) => entry.Event is RemediationEvent.Done or RemediationEvent.Undone;

    /// <summary>What is to be added to the file: a run that was killed between log and file is made good. Empty for nothing.</summary>
    /// <param name="file">The file's text; empty when there is no file.</param>
    public static string Additions(string file, IEnumerable<RemediationEntry> log)
    {
        var missing = Missing(file, log);
        if (missing.Length == 0)
            return "";
        if (file.Length == 0)
            return Header + missing;
        return file.EndsWith('\n') ? missing : $"\n{missing}";
    }

    /// <summary>The rows that the log has and the file has not.</summary>
    private static string Missing(string file, IEnumerable<RemediationEntry> log)
    {
        var there = file.Split('\n')
            .Select(l => l.TrimEnd('\r'))
            .CountBy(l => l, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var missing = new StringBuilder();
        foreach (var row in log.Where(Has).Select(Row))
        {
            if (there.GetValueOrDefault(row) > 0)
                there[row]--;
            else
                missing.Append(row).Append('\n');
        }
        return missing.ToString();
    }

    private static string Row(RemediationEntry entry)
    {
        string[] cells =
        [
            entry.Image.Id.Value,
            entry.Image.Region.Value,
            entry.Before.Contains(LaunchPermission.Everyone) ? "public" : "private",
            entry.At.Day().Text(),
            entry.Who,
            entry.Ticket,
        ];
        return string.Join(',', cells.Select(c => Csv.Cell(Sanitize.Text(c))));
    }
}
