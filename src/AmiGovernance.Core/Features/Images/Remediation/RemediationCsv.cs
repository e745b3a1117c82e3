using System.Text;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>`remediation-log.csv` with the runbook's columns. Rows that people wrote stay; ours are added behind them.</summary>
public static class RemediationCsv
{
    public const string Header = "AMI_ID,Region,Original_Status,Remediation_Date,Remediated_By,Ticket\n";

    /// <summary>The rows that the log has and the file has not: a run that was killed between both files is made good.</summary>
    public static string Missing(string file, IEnumerable<RemediationEntry> log)
    {
        var there = file.Split('\n')
            .Select(l => l.TrimEnd('\r'))
            .GroupBy(l => l, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var missing = new StringBuilder();
        foreach (var row in log.Where(e => e.Event is RemediationEvent.Done or RemediationEvent.Undone).Select(Row))
        {
            if (there.GetValueOrDefault(row) > 0)
                there[row]--;
            else
                missing.Append(row).Append('\n');
        }
        return missing.ToString();
    }

    private static string Row(RemediationEntry entry) =>
        string.Join(
            ',',
            (
                (string[])
                    [
                        entry.ImageId,
                        entry.Region,
                        entry.Before.Contains(LaunchPermission.Everyone) ? "public" : "private",
                        entry.At.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                        entry.Who,
                        entry.Ticket,
                    ]
            ).Select(c => Csv.Cell(Visible.Text(c)))
        );
}
