using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What a query brought, as text; null where the database holds NULL.</summary>
internal sealed record QueryResult(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<object?>> Rows);

/// <summary>An image as the inventory knows it now, with what was found.</summary>
internal sealed record ListedImage(string Account, string AccountName, string Region, string ImageId, string Name)
{
    public string Owner { get; init; } = "";

    public string State { get; init; } = "";

    public bool IsPublic { get; init; }

    public bool IsEncrypted { get; init; }

    public string? CreatedAt { get; init; }

    public string? LastLaunchedAt { get; init; }

    public ImmutableArray<ImageFinding> Findings { get; init; } = [];
}

/// <summary>The settings on images of an account in a Region, with the kinds of findings, as text.</summary>
internal sealed record ListedSettings(
    string Account,
    string AccountName,
    string Region,
    string BlockPublicAccess,
    string BlockPublicAccessManagedBy,
    string AllowedImages,
    string AllowedImagesManagedBy,
    string Findings
);

/// <summary>What an account saw of an image from one scan to another.</summary>
/// <param name="UntilScan">The first scan that saw something else or nothing; null for what holds now.</param>
internal sealed record ImageVersion(
    string Account,
    string Region,
    long FromScan,
    long? UntilScan,
    ImmutableArray<(string Column, string Value)> Fields
);

/// <summary>Empty lists and null filter nothing.</summary>
internal sealed record ListFilter(
    ImmutableArray<string> Findings,
    ImmutableArray<string> Accounts,
    ImmutableArray<string> Regions,
    string? Name,
    string? ImageId = null
);

/// <summary>Questions to the inventory. Of accounts and Regions that the last scan could not read the answer is that of the scan before.</summary>
internal sealed class InventoryQueries(SqliteConnection connection)
{
    public ImmutableArray<ListedImage> List(ListFilter filter)
    {
        using var command = connection.CreateCommand();
        var conditions = new List<string> { "i.until_scan IS NULL" };
        string Values(IEnumerable<string> values) => string.Join(", ", values.Select(Value));
        string Value(string value)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"$p{command.Parameters.Count}");
            command.Parameters.AddWithValue(name, value);
            return name;
        }
        if (!filter.Accounts.IsEmpty)
            conditions.Add($"i.account IN ({Values(filter.Accounts)})");
        if (!filter.Regions.IsEmpty)
            conditions.Add($"i.region IN ({Values(filter.Regions)})");
        // `[` begins a set of characters in SQLite's GLOB; here it is a letter like others.
        if (filter.Name is { } pattern)
            conditions.Add($"i.name GLOB {Value(pattern.Replace("[", "[[]", StringComparison.Ordinal))}");
        if (filter.ImageId is { } id)
            conditions.Add($"i.image_id = {Value(id)}");
        if (!filter.Findings.IsEmpty)
            conditions.Add(
                $"EXISTS (SELECT 1 FROM findings f WHERE f.account = i.account AND f.region = i.region AND f.image_id = i.image_id AND f.until_scan IS NULL AND f.kind IN ({Values(filter.Findings)}))"
            );
        command.CommandText = $"""
            SELECT i.account, coalesce(a.name, ''), i.region, i.image_id, i.name, i.owner, i.state, i.public, i.encrypted, i.created_at, i.last_launched_at, f.kind, f.detail
            FROM images i LEFT JOIN accounts a ON a.account = i.account
              LEFT JOIN findings f ON f.account = i.account AND f.region = i.region AND f.image_id = i.image_id AND f.until_scan IS NULL
            WHERE {string.Join(" AND ", conditions)} ORDER BY i.account, i.region, i.image_id, i.rowid
            """;
        using var reader = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<ListedImage>();
        var findings = new List<ImageFinding>();
        while (reader.Read())
        {
            var image = new ListedImage(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4)
            )
            {
                Owner = reader.GetString(5),
                State = reader.GetString(6),
                IsPublic = reader.GetBoolean(7),
                IsEncrypted = reader.GetBoolean(8),
                CreatedAt = reader.IsDBNull(9) ? null : reader.GetString(9),
                LastLaunchedAt = reader.IsDBNull(10) ? null : reader.GetString(10),
            };
            if (
                found.Count == 0
                || (found[^1].Account, found[^1].Region, found[^1].ImageId)
                    != (image.Account, image.Region, image.ImageId)
            )
            {
                Finish();
                found.Add(image);
            }
            if (!reader.IsDBNull(11) && FindingKinds.FromName(reader.GetString(11)) is { } kind)
                findings.Add(new ImageFinding(kind, reader.GetString(12)));
        }
        Finish();
        return found.ToImmutable();

        void Finish()
        {
            if (found.Count > 0)
                found[^1] = found[^1] with
                {
                    Findings = [.. findings.OrderBy(f => f.Kind).ThenBy(f => f.Detail, StringComparer.Ordinal)],
                };
            findings.Clear();
        }
    }

    /// <summary>The settings of each account and Region as they are now, with what was found.</summary>
    public ImmutableArray<ListedSettings> Settings()
    {
        var result = Query(
            """
            SELECT s.account, coalesce(a.name, ''), s.region,
              max(CASE s.setting WHEN 'block_public_access' THEN s.value END), max(CASE s.setting WHEN 'block_public_access' THEN s.managed_by END),
              max(CASE s.setting WHEN 'allowed_images' THEN s.value END), max(CASE s.setting WHEN 'allowed_images' THEN s.managed_by END),
              (SELECT group_concat(kind, ', ') FROM (SELECT kind FROM findings f WHERE f.account = s.account AND f.region = s.region AND f.image_id = '' AND f.until_scan IS NULL ORDER BY kind DESC))
            FROM settings s LEFT JOIN accounts a ON a.account = s.account WHERE s.until_scan IS NULL
            GROUP BY s.account, s.region ORDER BY s.account, s.region
            """
        );
        return
        [
            .. result.Rows.Select(r => new ListedSettings(
                (string)r[0]!,
                (string)r[1]!,
                (string)r[2]!,
                r[3] as string ?? "",
                r[4] as string ?? "",
                r[5] as string ?? "",
                r[6] as string ?? "",
                r[7] as string ?? ""
            )),
        ];
    }

    /// <summary>How closely any scan has looked.</summary>
    public ScanDepth DeepestScan() =>
        Query("SELECT DISTINCT depth FROM scans")
            .Rows.Select(r => (ScanDepth)ScanDepths.Names.ToList().IndexOf((string)r[0]!))
            .Append(ScanDepth.Public)
            .Max();

    /// <summary>How many images, or accounts and Regions for settings, have a finding of each kind now.</summary>
    public ImmutableArray<(FindingKind Kind, int Count)> Counts()
    {
        var result = Query(
            "SELECT kind, count(DISTINCT account || '/' || region || '/' || image_id) FROM findings WHERE until_scan IS NULL GROUP BY kind"
        );
        return
        [
            .. result
                .Rows.Select(r => (Kind: FindingKinds.FromName((string)r[0]!), Count: (int)(long)r[1]!))
                .Where(r => r.Kind is not null)
                .Select(r => (r.Kind!.Value, r.Count))
                .OrderBy(r => r.Item1),
        ];
    }

    /// <summary>All versions of an image, oldest first, in each account and Region that saw it.</summary>
    public ImmutableArray<ImageVersion> Versions(string imageId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT account, region, from_scan, until_scan, name, owner, owner_alias, description, state, public, created_at, deprecated_at, last_launched_at, encrypted, snapshots, source_image, source_instance
            FROM images WHERE image_id = $p0 ORDER BY account, region, from_scan, rowid
            """;
        command.Parameters.AddWithValue("$p0", imageId);
        using var reader = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<ImageVersion>();
        while (reader.Read())
            found.Add(
                new ImageVersion(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    reader.IsDBNull(3) ? null : reader.GetInt64(3),
                    [
                        .. Enumerable
                            .Range(4, reader.FieldCount - 4)
                            .Select(i =>
                                (
                                    reader.GetName(i),
                                    reader.IsDBNull(i) ? ""
                                    : reader.GetName(i) is "public" or "encrypted"
                                        ? reader.GetBoolean(i) ? "true"
                                            : "false"
                                    : reader.GetString(i)
                                )
                            ),
                    ]
                )
            );
        return found.ToImmutable();
    }

    /// <summary>Who may launch an image now, as far as it was looked at.</summary>
    public ImmutableArray<(string Account, string Region, string Permission)> Permissions(string imageId)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT account, region, kind, value FROM launch_permissions WHERE image_id = $p0 AND until_scan IS NULL ORDER BY account, region, kind, value";
        command.Parameters.AddWithValue("$p0", imageId);
        using var reader = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<(string, string, string)>();
        while (reader.Read())
            found.Add((reader.GetString(0), reader.GetString(1), $"{reader.GetString(2)}={reader.GetString(3)}"));
        return found.ToImmutable();
    }

    /// <summary>Somebody's SQL, which changes nothing. Throws <see cref="SqliteException"/> when SQLite does not take it.</summary>
    public QueryResult ReadOnly(string sql)
    {
        using var guard = connection.CreateCommand();
        guard.CommandText = "PRAGMA query_only = ON";
        guard.ExecuteNonQuery();
        return Query(sql);
    }

    private QueryResult Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        while (reader.Read())
            rows.Add([
                .. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i)),
            ]);
        return new QueryResult([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows.ToImmutable());
    }
}
