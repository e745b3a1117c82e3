using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Compares what the inventory holds now with what it held after an earlier scan.</summary>
internal sealed class InventoryChanges(SqliteConnection connection)
{
    /// <summary>Of rows that held after the scan `$p0`.</summary>
    private const string Then = "from_scan <= $p0 AND (until_scan IS NULL OR until_scan > $p0)";

    public const string Now = "until_scan IS NULL";

    /// <summary>The outcomes of places that a scan wanted to read and could not, or not in full.</summary>
    private const string Failed = "'partial', 'refused', 'failed'";

    private static readonly string[] Compared =
    [
        "name",
        "description",
        "state",
        "public",
        "deprecated_at",
        "encrypted",
        "snapshots",
    ];

    /// <summary>
    /// The scan to compare with: the last that began on the day or before it; 0 when there is none: everything is new then.
    /// </summary>
    public long ScanOn(DateOnly day) =>
        connection.Number(
            "SELECT coalesce(max(number), 0) FROM scans WHERE substr(started_at, 1, 10) <= $p0",
            day.Text()
        );

    /// <summary>0 when there is none.</summary>
    public long ScanBefore(long scan) =>
        connection.Number("SELECT coalesce(max(number), 0) FROM scans WHERE number < $p0", scan);

    public bool HasScan(long scan) => connection.Number("SELECT count(*) FROM scans WHERE number = $p0", scan) > 0;

    /// <param name="scan">The last scan.</param>
    public ImmutableArray<InventoryChange> Since(long since, long scan) =>
        [
            .. Found(since)
                .Concat(Resolved(since))
                .Concat(Settings(since))
                .Concat(Coverage(since, scan))
                .Concat(Images(since))
                .OrderBy(c => c.Kind)
                .ThenBy(c => c.Finding)
                .ThenBy(c => c.Account, StringComparer.Ordinal)
                .ThenBy(c => c.Region, StringComparer.Ordinal)
                .ThenBy(c => c.ImageId, StringComparer.Ordinal)
                .ThenBy(c => c.Detail, StringComparer.Ordinal),
        ];

    private List<InventoryChange> Found(long since) =>
        Findings(
            ChangeKind.Found,
            $"f.until_scan IS NULL AND f.from_scan > $p0 AND NOT EXISTS ({SameFinding(Then)})",
            since
        );

    private List<InventoryChange> Resolved(long since) =>
        Findings(
            ChangeKind.Resolved,
            $"f.from_scan <= $p0 AND f.until_scan > $p0 AND NOT EXISTS ({SameFinding(Now)})",
            since
        );

    private static string SameFinding(string when) =>
        $"SELECT 1 FROM (SELECT * FROM findings WHERE {when}) o WHERE o.account = f.account AND o.region = f.region AND o.image_id = f.image_id AND o.kind = f.kind AND o.detail = f.detail";

    private List<InventoryChange> Findings(ChangeKind kind, string condition, long since) =>
        connection.Rows(
            $"""
            SELECT DISTINCT f.account, coalesce(a.name, ''), f.region, f.image_id, coalesce((SELECT i.name FROM images i WHERE i.image_id = f.image_id ORDER BY i.rowid DESC LIMIT 1), ''), f.kind, f.detail
            FROM findings f LEFT JOIN accounts a ON a.account = f.account WHERE {condition}
            """,
            r =>
                Change(kind, r) with
                {
                    ImageId = r.GetString(3),
                    Name = r.GetString(4),
                    Finding = FindingKinds.FromName(r.GetString(5)),
                    Detail = r.GetString(6),
                },
            since
        );

    private List<InventoryChange> Settings(long since) =>
        connection.Rows(
            $"""
            SELECT n.account, coalesce(a.name, ''), n.region, n.setting, o.value || ' (' || o.managed_by || ')', n.value || ' (' || n.managed_by || ')'
            FROM (SELECT * FROM settings WHERE until_scan IS NULL AND from_scan > $p0) n
              JOIN (SELECT * FROM settings WHERE {Then}) o ON o.account = n.account AND o.region = n.region AND o.setting = n.setting AND (o.value <> n.value OR o.managed_by <> n.managed_by)
              LEFT JOIN accounts a ON a.account = n.account
            """,
            r =>
                Change(ChangeKind.Setting, r) with
                {
                    Detail = $"{r.GetString(3)}: {r.GetString(4)} → {r.GetString(5)}",
                },
            since
        );

    /// <summary>
    /// A place that was read then and not now, or the other way round. With the first scan there is nothing to compare. One that was
    /// skipped counts where images are known in it; an account whose Regions were not known then comes back as a whole.
    /// </summary>
    private List<InventoryChange> Coverage(long since, long scan)
    {
        if (since == 0)
            return [];
        var wasOpen = $"(o.outcome IN ({Failed}) OR o.outcome = 'skipped' AND {HoldsImages("o", Then)})";
        return connection.Rows(
            $"""
            SELECT n.account, coalesce(a.name, ''), n.region, n.outcome, n.reason
            FROM coverage n LEFT JOIN coverage o ON o.scan = $p0 AND o.account = n.account AND o.region = n.region LEFT JOIN accounts a ON a.account = n.account
            WHERE n.scan = $p1 AND (
              n.outcome IN ({Failed}) AND coalesce(o.outcome, 'read') = 'read'
              OR n.outcome = 'skipped' AND coalesce(o.outcome, 'read') = 'read' AND {HoldsImages("n", Now)}
              OR n.outcome = 'read' AND {wasOpen})
            UNION
            SELECT o.account, coalesce(a.name, ''), o.region, 'read', ''
            FROM coverage o LEFT JOIN accounts a ON a.account = o.account
            WHERE o.scan = $p0 AND o.region = '*' AND {wasOpen}
              AND EXISTS (SELECT 1 FROM coverage n WHERE n.scan = $p1 AND n.account = o.account AND n.outcome = 'read')
            """,
            r =>
                Change(r.GetString(3) == "read" ? ChangeKind.ReadAgain : ChangeKind.NotRead, r) with
                {
                    Detail = r.GetString(4),
                },
            since,
            scan
        );
    }

    /// <summary>That images are known in an account and Region, or in a Region of the account.</summary>
    /// <param name="place">The coverage, by its name in the query.</param>
    /// <param name="when">Which rows of images.</param>
    public static string HoldsImages(string place, string when) =>
        $"""
            EXISTS (
              SELECT 1 FROM images i
              WHERE i.account = {place}.account AND {place}.region IN ('*', i.region) AND {when})
            """;

    private List<InventoryChange> Images(long since)
    {
        var columns = string.Join(", ", Compared.Select(c => $"coalesce(o.{c}, ''), coalesce(n.{c}, '')"));
        return connection.Rows(
            $"""
            SELECT coalesce(n.account, o.account), coalesce(a.name, ''), coalesce(n.region, o.region), coalesce(n.image_id, o.image_id), coalesce(n.name, o.name), o.image_id IS NULL, n.image_id IS NULL, {columns}
            FROM (SELECT rowid AS id, * FROM images WHERE until_scan IS NULL) n
              FULL OUTER JOIN (SELECT rowid AS id, * FROM images WHERE {Then}) o ON o.account = n.account AND o.region = n.region AND o.image_id = n.image_id
              LEFT JOIN accounts a ON a.account = coalesce(n.account, o.account)
            WHERE o.id IS NOT n.id
            """,
            Image,
            since
        );
    }

    private static InventoryChange Image(SqliteDataReader reader)
    {
        const int firstCompared = 7;
        var (isNew, isGone) = (reader.GetBoolean(5), reader.GetBoolean(6));
        var kind = (isNew, isGone) switch
        {
            (true, _) => ChangeKind.NewImage,
            (_, true) => ChangeKind.GoneImage,
            _ => ChangeKind.ChangedImage,
        };
        return Change(kind, reader) with
        {
            ImageId = reader.GetString(3),
            Name = reader.GetString(4),
            Detail = kind == ChangeKind.ChangedImage ? Difference(reader, firstCompared) : "",
        };
    }

    private static string Difference(SqliteDataReader reader, int first)
    {
        var changed = Compared
            .Select(
                (column, i) => (column, Old: reader.GetString(first + 2 * i), New: reader.GetString(first + 2 * i + 1))
            )
            .Where(c => c.Old != c.New);
        return string.Join(", ", changed.Select(c => $"{c.column}: {Shown(c.Old)} → {Shown(c.New)}"));
    }

    private static string Shown(string value) => value.Length == 0 ? "none" : value;

    /// <summary>Every answer begins with account, its name, and Region.</summary>
    private static InventoryChange Change(ChangeKind kind, SqliteDataReader reader) =>
        new(kind, reader.GetString(0), reader.GetString(1), reader.GetString(2));
}
