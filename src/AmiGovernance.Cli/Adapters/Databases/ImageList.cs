using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Lists images as they are now, with what was found.</summary>
internal static class ImageList
{
    public static ImmutableArray<ListedImage> Read(SqliteConnection connection, ListFilter filter)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT i.account, coalesce(a.name, ''), i.region, i.image_id, i.name, i.owner, i.state, i.public, i.encrypted, i.created_at, i.last_launched_at, f.kind, f.detail
            FROM images i LEFT JOIN accounts a ON a.account = i.account
              LEFT JOIN findings f ON f.account = i.account AND f.region = i.region AND f.image_id = i.image_id AND f.until_scan IS NULL
            WHERE {string.Join(" AND ", Conditions(filter, command))} ORDER BY i.account, i.region, i.image_id, i.rowid
            """;
        // A row for each finding.
        var rows = command.Rows(r => (Image: Image(r), Finding: Finding(r)));
        return
        [
            .. rows.GroupBy(r => (r.Image.Account, r.Image.Region, r.Image.ImageId))
                .Select(g => g.First().Image with { Findings = Sorted(g.Select(r => r.Finding)) }),
        ];
    }

    private static IEnumerable<string> Conditions(ListFilter filter, SqliteCommand command)
    {
        string In(IEnumerable<string> values) => $"IN ({string.Join(", ", values.Select(command.Add))})";

        yield return "i.until_scan IS NULL";
        if (!filter.Accounts.IsEmpty)
            yield return $"i.account {In(filter.Accounts)}";
        if (!filter.Regions.IsEmpty)
            yield return $"i.region {In(filter.Regions)}";
        // `[` begins a set of characters in SQLite's GLOB; here it is a letter like others.
        if (filter.Name is { } pattern)
            yield return $"i.name GLOB {command.Add(pattern.Replace("[", "[[]", StringComparison.Ordinal))}";
        if (filter.ImageId is { } id)
            yield return $"i.image_id = {command.Add(id)}";
        if (!filter.Findings.IsEmpty)
            yield return $"EXISTS (SELECT 1 FROM findings f WHERE f.account = i.account AND f.region = i.region AND f.image_id = i.image_id AND f.until_scan IS NULL AND f.kind {In(filter.Findings)})";
    }

    private static ListedImage Image(SqliteDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4))
        {
            Owner = reader.GetString(5),
            State = reader.GetString(6),
            IsPublic = reader.GetBoolean(7),
            IsEncrypted = reader.GetBoolean(8),
            CreatedAt = reader.Text(9),
            LastLaunchedAt = reader.Text(10),
        };

    /// <summary>Null for an image without findings.</summary>
    private static ImageFinding? Finding(SqliteDataReader reader)
    {
        var kind = FindingKinds.FromName(reader.Text(11) ?? "");
        return kind is { } known ? new ImageFinding(known, reader.GetString(12)) : null;
    }

    private static ImmutableArray<ImageFinding> Sorted(IEnumerable<ImageFinding?> findings) =>
        [.. findings.OfType<ImageFinding>().OrderBy(f => f.Kind).ThenBy(f => f.Detail, StringComparer.Ordinal)];
}
