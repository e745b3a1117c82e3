using AmiGovernance.Cli.Adapters.Databases;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>What the recipient of a report does not know yet.</summary>
internal static class ReportNews
{
    /// <summary>
    /// What was read after the report, by a scan that went on, counts from the report before: it bears the number of a scan that
    /// was reported already.
    /// </summary>
    /// <param name="last">The last report that the recipient got.</param>
    /// <param name="before">The one before.</param>
    public static IEnumerable<InventoryChange> Of(OpenInventory inventory, SentReport last, SentReport before)
    {
        var late = ReadLater(inventory, last);
        bool IsLate(InventoryChange change) => late.Contains((change.Account, change.Region));

        var news = inventory.Changes.Since(last.Scan, inventory.Scan.Number).Where(c => !IsLate(c));
        if (late.Count == 0)
            return news;
        return news.Concat(inventory.Changes.Since(before.Scan, inventory.Scan.Number).Where(IsLate));
    }

    /// <summary>The accounts and Regions of the reported scan that were read only after the report.</summary>
    private static HashSet<(string Account, string Region)> ReadLater(OpenInventory inventory, SentReport last)
    {
        if (last.Scan == 0)
            return [];
        return
        [
            .. inventory
                .Scans.Ledger(last.Scan)
                .Where(r => r.At > last.At)
                .Select(r => (r.Account.Value, r.RegionText)),
        ];
    }
}
