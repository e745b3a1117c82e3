using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// Questions to the inventory. Of accounts and Regions that the last scan could not read the answer is that of the scan before.
/// </summary>
internal sealed class InventoryQueries(SqliteConnection connection)
{
    private static readonly string[] Flags = ["public", "encrypted"];

    public ImmutableArray<ListedImage> List(ListFilter filter) => ImageList.Read(connection, filter);

    /// <summary>The settings of each account and Region as they are now, with what was found.</summary>
    public ImmutableArray<ListedSettings> Settings() =>
        [
            .. connection.Rows(
                """
                SELECT s.account, coalesce(a.name, ''), s.region,
                  max(CASE s.setting WHEN 'block_public_access' THEN s.value END), max(CASE s.setting WHEN 'block_public_access' THEN s.managed_by END),
                  max(CASE s.setting WHEN 'allowed_images' THEN s.value END), max(CASE s.setting WHEN 'allowed_images' THEN s.managed_by END),
                  (SELECT group_concat(setting || ' ' || value || ' ' || managed_by, ',') FROM settings o WHERE o.account = s.account AND o.region = s.region AND o.until_scan IS NULL AND o.setting NOT IN ('block_public_access', 'allowed_images')),
                  (SELECT group_concat(kind, ', ') FROM (SELECT kind FROM findings f WHERE f.account = s.account AND f.region = s.region AND f.image_id = '' AND f.until_scan IS NULL ORDER BY kind DESC))
                FROM settings s LEFT JOIN accounts a ON a.account = s.account WHERE s.until_scan IS NULL
                GROUP BY s.account, s.region ORDER BY s.account, s.region
                """,
                r => new ListedSettings(
                    r.GetString(0),
                    r.GetString(1),
                    r.GetString(2),
                    r.Text(3) ?? "",
                    r.Text(4) ?? "",
                    r.Text(5) ?? "",
                    r.Text(6) ?? "",
                    r.Text(8) ?? ""
                )
                {
                    Attributes = Attributes(r.Text(7) ?? ""),
                }
            ),
        ];

    /// <summary>No name or value of EC2 has a space or a comma.</summary>
    private static ImmutableSortedDictionary<string, (string Value, string ManagedBy)> Attributes(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split(' '))
            .Where(part => part.Length == 3)
            .DistinctBy(part => part[0])
            .ToImmutableSortedDictionary(part => part[0], part => (part[1], part[2]), StringComparer.Ordinal);

    /// <summary>The accounts and Regions that some scan has read in full, so closely or closer.</summary>
    public HashSet<(string Account, string Region)> ReadAt(ScanDepth depth)
    {
        var names = ScanDepths.Names.Skip((int)depth).Select(n => $"'{n}'");
        return
        [
            .. connection.Rows(
                $"""
                SELECT DISTINCT c.account, c.region FROM scans s JOIN coverage c ON c.scan = s.number
                WHERE c.outcome = 'read' AND s.depth IN ({string.Join(", ", names)})
                """,
                r => (r.GetString(0), r.GetString(1))
            ),
        ];
    }

    /// <summary>By account of the organization the root or unit that holds it, as of the last scan.</summary>
    public ImmutableDictionary<string, string> Parents() =>
        connection
            .Rows(
                "SELECT account, parent FROM accounts WHERE state <> $p0",
                r => KeyValuePair.Create(r.GetString(0), r.GetString(1)),
                ImageStore.Left
            )
            .ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>How many images, or accounts and Regions for settings, have a finding of each kind now.</summary>
    public ImmutableArray<(FindingKind Kind, int Count)> Counts() => Counts("");

    /// <summary>Of the accounts and Regions alone that a scan has read.</summary>
    /// <param name="scan">The scan's number.</param>
    public ImmutableArray<(FindingKind Kind, int Count)> CountsOf(long scan) =>
        Counts(
            """
            AND EXISTS (
              SELECT 1 FROM coverage c
              WHERE c.scan = $p0 AND c.account = f.account AND c.region = f.region AND c.outcome IN ('read', 'partial'))
            """,
            scan
        );

    private ImmutableArray<(FindingKind Kind, int Count)> Counts(string where, params ReadOnlySpan<object?> values) =>
        [
            .. connection
                .Rows(
                    $"""
                    SELECT kind, count(DISTINCT account || '/' || region || '/' || image_id)
                    FROM findings f WHERE until_scan IS NULL {where} GROUP BY kind
                    """,
                    r => (Kind: FindingKinds.FromName(r.GetString(0)), Count: r.GetInt32(1)),
                    values
                )
                .Where(r => r.Kind is not null)
                .Select(r => (r.Kind!.Value, r.Count))
                .OrderBy(r => r.Item1),
        ];

    /// <summary>
    /// How many images were public, and how many shared, after each scan that ended; oldest first. A place that a scan could not read
    /// counts as it was before.
    /// </summary>
    public ImmutableArray<OpenImages> OpenByScan() =>
        [
            .. connection.Rows(
                """
                SELECT s.number, s.started_at,
                  count(DISTINCT CASE WHEN f.kind IN ('public', 'public_snapshot') THEN f.account || '/' || f.region || '/' || f.image_id END),
                  count(DISTINCT CASE WHEN f.kind IN ('shared_outside', 'shared_with_organization') THEN f.account || '/' || f.region || '/' || f.image_id END)
                FROM scans s LEFT JOIN findings f ON f.from_scan <= s.number AND (f.until_scan IS NULL OR f.until_scan > s.number)
                WHERE s.finished_at IS NOT NULL GROUP BY s.number ORDER BY s.number
                """,
                r => new OpenImages(r.GetInt64(0), r.Time(1).Day(), r.GetInt32(2), r.GetInt32(3))
            ),
        ];

    /// <summary>All versions of an image, oldest first, in each account and Region that saw it.</summary>
    public ImmutableArray<ImageVersion> Versions(string imageId) =>
        [
            .. connection.Rows(
                """
                SELECT account, region, from_scan, until_scan, name, owner, owner_alias, description, state, public, created_at, deprecated_at, last_launched_at, encrypted, snapshots, source_image, source_instance, architecture
                FROM images WHERE image_id = $p0 ORDER BY account, region, from_scan, rowid
                """,
                Version,
                imageId
            ),
        ];

    private static ImageVersion Version(SqliteDataReader reader)
    {
        const int firstField = 4;
        long? until = reader.IsDBNull(3) ? null : reader.GetInt64(3);
        var fields = Enumerable
            .Range(firstField, reader.FieldCount - firstField)
            .Select(i => (reader.GetName(i), Field(reader, i)));
        return new ImageVersion(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), until, [.. fields]);
    }

    private static string Field(SqliteDataReader reader, int column)
    {
        if (!Flags.Contains(reader.GetName(column)))
            return reader.Text(column) ?? "";
        return reader.GetBoolean(column) ? "true" : "false";
    }

    /// <summary>Who may launch an image now, as far as it was looked at.</summary>
    public ImmutableArray<(string Account, string Region, string Permission)> Permissions(string imageId) =>
        [
            .. connection.Rows(
                "SELECT account, region, kind, value FROM launch_permissions WHERE image_id = $p0 AND until_scan IS NULL ORDER BY account, region, kind, value",
                r => (r.GetString(0), r.GetString(1), $"{r.GetString(2)}={r.GetString(3)}"),
                imageId
            ),
        ];
}
