using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What is otherwise than it was at an earlier scan; the most urgent first.</summary>
internal enum ChangeKind
{
    Found,
    Resolved,
    Setting,
    NotRead,
    ReadAgain,
    NewImage,
    GoneImage,
    ChangedImage,
}

internal sealed record InventoryChange(
    ChangeKind Kind,
    string Account,
    string AccountName,
    string Region,
    string ImageId,
    string Name,
    string Detail
)
{
    private static readonly string[] Words =
    [
        "found",
        "resolved",
        "setting",
        "not_read",
        "read_again",
        "new_image",
        "gone_image",
        "changed_image",
    ];

    /// <summary>Set for findings.</summary>
    public FindingKind? Finding { get; init; }

    public string Word => Words[(int)Kind];

    /// <summary>Whether somebody should look at it at once.</summary>
    public bool Matters =>
        Kind is ChangeKind.Setting or ChangeKind.NotRead or ChangeKind.ReadAgain
        || Finding?.Severity() >= Severity.Warning;
}

/// <summary>Compares what the inventory holds now with what it held after an earlier scan.</summary>
internal sealed class InventoryChanges(SqliteConnection connection)
{
    private const string Then = "from_scan <= $since AND (until_scan IS NULL OR until_scan > $since)";

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

    /// <summary>The scan to compare with: the last that began on the day or before it; 0 when there is none, when everything is new.</summary>
    public long ScanOn(DateOnly day) =>
        Number(
            "SELECT coalesce(max(number), 0) FROM scans WHERE started_at < $until",
            ("$until", day.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        );

    public long ScanBefore(long scan) =>
        Number("SELECT coalesce(max(number), 0) FROM scans WHERE number < $scan", ("$scan", scan));

    public bool HasScan(long scan) => Number("SELECT count(*) FROM scans WHERE number = $scan", ("$scan", scan)) > 0;

    /// <param name="scan">The last scan.</param>
    public ImmutableArray<InventoryChange> Since(long since, long scan) =>
        [
            .. Findings(
                    ChangeKind.Found,
                    $"f.until_scan IS NULL AND f.from_scan > $since AND NOT EXISTS ({SameFinding(Then)})",
                    since
                )
                .Concat(
                    Findings(
                        ChangeKind.Resolved,
                        $"{Then.Replace("from_scan", "f.from_scan", StringComparison.Ordinal).Replace("until_scan", "f.until_scan", StringComparison.Ordinal)} AND f.until_scan IS NOT NULL AND NOT EXISTS ({SameFinding("until_scan IS NULL")})",
                        since
                    )
                )
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

    private static string SameFinding(string when) =>
        $"SELECT 1 FROM (SELECT * FROM findings WHERE {when}) o WHERE o.account = f.account AND o.region = f.region AND o.image_id = f.image_id AND o.kind = f.kind AND o.detail = f.detail";

    private List<InventoryChange> Findings(ChangeKind kind, string condition, long since) =>
        Read(
            $"""
            SELECT DISTINCT f.account, coalesce(a.name, ''), f.region, f.image_id, coalesce((SELECT i.name FROM images i WHERE i.image_id = f.image_id ORDER BY i.rowid DESC LIMIT 1), ''), f.kind, f.detail
            FROM findings f LEFT JOIN accounts a ON a.account = f.account WHERE {condition}
            """,
            since,
            r => new InventoryChange(
                kind,
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                r.GetString(3),
                r.GetString(4),
                r.GetString(6)
            )
            {
                Finding = FindingKinds.FromName(r.GetString(5)),
            }
        );

    private List<InventoryChange> Settings(long since) =>
        Read(
            $"""
            SELECT n.account, coalesce(a.name, ''), n.region, n.setting, o.value || ' (' || o.managed_by || ')', n.value || ' (' || n.managed_by || ')'
            FROM (SELECT * FROM settings WHERE until_scan IS NULL AND from_scan > $since) n
              JOIN (SELECT * FROM settings WHERE {Then}) o ON o.account = n.account AND o.region = n.region AND o.setting = n.setting AND (o.value <> n.value OR o.managed_by <> n.managed_by)
              LEFT JOIN accounts a ON a.account = n.account
            """,
            since,
            r => new InventoryChange(
                ChangeKind.Setting,
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                "",
                "",
                $"{r.GetString(3)}: {r.GetString(4)} → {r.GetString(5)}"
            )
        );

    /// <summary>A place that was read then and not now, or the other way round. With the first scan there is nothing to compare.</summary>
    private List<InventoryChange> Coverage(long since, long scan) =>
        since == 0
            ? []
            : Read(
                $"""
                SELECT n.account, coalesce(a.name, ''), n.region, n.outcome, n.reason
                FROM coverage n LEFT JOIN coverage o ON o.scan = $since AND o.account = n.account AND o.region = n.region LEFT JOIN accounts a ON a.account = n.account
                WHERE n.scan = {scan.ToString(
                    CultureInfo.InvariantCulture
                )} AND (n.outcome IN ('partial', 'refused', 'failed') AND coalesce(o.outcome, 'read') = 'read' OR n.outcome = 'read' AND o.outcome IN ('partial', 'refused', 'failed'))
                """,
                since,
                r => new InventoryChange(
                    r.GetString(3) == "read" ? ChangeKind.ReadAgain : ChangeKind.NotRead,
                    r.GetString(0),
                    r.GetString(1),
                    r.GetString(2),
                    "",
                    "",
                    r.GetString(4)
                )
            );

    private List<InventoryChange> Images(long since)
    {
        var columns = string.Join(", ", Compared.Select(c => $"coalesce(o.{c}, ''), coalesce(n.{c}, '')"));
        return Read(
            $"""
            SELECT coalesce(n.account, o.account), coalesce(a.name, ''), coalesce(n.region, o.region), coalesce(n.image_id, o.image_id), coalesce(n.name, o.name), o.image_id IS NULL, n.image_id IS NULL, {columns}
            FROM (SELECT rowid AS id, * FROM images WHERE until_scan IS NULL) n
              FULL OUTER JOIN (SELECT rowid AS id, * FROM images WHERE {Then}) o ON o.account = n.account AND o.region = n.region AND o.image_id = n.image_id
              LEFT JOIN accounts a ON a.account = coalesce(n.account, o.account)
            WHERE o.id IS NOT n.id
            """,
            since,
            r =>
            {
                var kind =
                    r.GetBoolean(5) ? ChangeKind.NewImage
                    : r.GetBoolean(6) ? ChangeKind.GoneImage
                    : ChangeKind.ChangedImage;
                return new InventoryChange(
                    kind,
                    r.GetString(0),
                    r.GetString(1),
                    r.GetString(2),
                    r.GetString(3),
                    r.GetString(4),
                    kind == ChangeKind.ChangedImage ? Difference(r, 7) : ""
                );
            }
        );
    }

    private static string Difference(SqliteDataReader reader, int first) =>
        string.Join(
            ", ",
            Compared
                .Select(
                    (column, i) =>
                        (column, Old: reader.GetString(first + (2 * i)), New: reader.GetString(first + (2 * i) + 1))
                )
                .Where(c => c.Old != c.New)
                .Select(c => $"{c.column}: {Shown(c.Old)} → {Shown(c.New)}")
        );

    private static string Shown(string value) => value.Length == 0 ? "none" : value;

    private List<InventoryChange> Read(string sql, long since, Func<SqliteDataReader, InventoryChange> row)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$since", since);
        using var reader = command.ExecuteReader();
        var found = new List<InventoryChange>();
        while (reader.Read())
            found.Add(row(reader));
        return found;
    }

    private long Number(string sql, (string Name, object Value) parameter)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue(parameter.Name, parameter.Value);
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
