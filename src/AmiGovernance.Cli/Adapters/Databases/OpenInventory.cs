using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>An inventory with a scan in it, for reading.</summary>
internal sealed class OpenInventory : IDisposable
{
    private readonly ImageStore store;

    private OpenInventory(string path, SqliteConnection connection, ImageStore store, ScanRecord scan)
    {
        this.store = store;
        Path = path;
        Connection = connection;
        Scan = scan;
        Ledger = store.Ledger(scan.Number);
        Queries = new InventoryQueries(connection);
        Changes = new InventoryChanges(connection);
    }

    public string Path { get; }

    public SqliteConnection Connection { get; }

    public InventoryQueries Queries { get; }

    public InventoryChanges Changes { get; }

    /// <summary>The last one.</summary>
    public ScanRecord Scan { get; }

    /// <summary>What became of each account and Region in the last scan.</summary>
    public ImmutableArray<RegionScan> Ledger { get; }

    /// <summary>How many of some accounts and Regions the last scan has not read: of these earlier scans speak.</summary>
    public int NotRead(IEnumerable<(string Account, string Region)> places)
    {
        var read = Ledger.Where(r => r.Coverage.HasImages()).Select(r => (r.Account.Value, r.RegionText)).ToHashSet();
        return places.Distinct().Count(p => !read.Contains(p));
    }

    /// <summary>Such as `as of scan 2 of 2026-01-31`.</summary>
    public string AsOf =>
        string.Create(CultureInfo.InvariantCulture, $"as of scan {Scan.Number} of {Scan.StartedAt.Day().Text()}");

    /// <summary>Of all scans.</summary>
    public IScanLedger Scans => store;

    /// <summary>How many accounts and Regions the last scan did not read, or not in full.</summary>
    public int Gaps => Ledger.Count(r => r.IsGap);

    /// <summary>Of the accounts and Regions that the last scan read, those into which no scan has looked so closely.</summary>
    public IEnumerable<RegionScan> Shallow(ScanDepth depth)
    {
        if (Scan.Depth >= depth)
            return [];
        var close = Queries.ReadAt(depth);
        return Ledger.Where(r => r.Coverage.HasImages() && !close.Contains((r.Account.Value, r.RegionText)));
    }

    /// <summary>False where there is none, and where it was made and never filled; one that cannot be read may hold a scan.</summary>
    public static bool MayHoldScan(DatabaseFolder databases, string path)
    {
        if (!databases.Exists(path) || databases.IsEmpty(path))
            return false;
        if (databases.Open(path, ImageInventorySchema.Schema, new DiagnosticBag()) is not { } connection)
            return true;
        using var store = new ImageStore(path, connection);
        return store.LastScan is not null;
    }

    /// <summary>Null with a report when there is no usable inventory, or none with a scan in it.</summary>
    public static OpenInventory? Open(DatabaseFolder databases, string path, DiagnosticBag bag)
    {
        if (!databases.Exists(path) || databases.IsEmpty(path))
        {
            ReportNone(
                path,
                databases.Exists(path) ? $"there is no scan in `{path}`" : $"there is no file `{path}`",
                bag
            );
            return null;
        }
        if (databases.Open(path, ImageInventorySchema.Schema, bag) is not { } connection)
            return null;

        var store = new ImageStore(path, connection);
        if (store.LastScan is { } scan)
            return new OpenInventory(path, connection, store, scan);
        store.Dispose();
        ReportNone(path, $"there is no scan in `{path}`", bag);
        return null;
    }

    private static void ReportNone(string path, string message, DiagnosticBag bag) =>
        bag.Report(
            ImagesDiagnostics.NoInventory,
            SourceLocation.OfFile(SourceText.Missing(path)),
            message,
            "`amigov images scan` makes the inventory; `--db` names another file"
        );

    public void Dispose() => store.Dispose();
}
