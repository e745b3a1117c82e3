using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The inventory in a SQLite file. One scan writes at a time; others may read meanwhile.</summary>
internal sealed class ImageStore : IImageStore, IDisposable
{
    private readonly string path;
    private readonly SqliteConnection connection;
    private readonly ImageRows images;
    private readonly VersionedRows permissions,
        settings,
        findings;

    public ImageStore(string path, SqliteConnection connection)
    {
        this.path = path;
        this.connection = connection;
        images = new ImageRows(connection);
        permissions = new VersionedRows(connection, "launch_permissions", ("image_id", "kind", "value"));
        settings = new VersionedRows(connection, "settings", ("setting", "value", "managed_by"));
        findings = new VersionedRows(connection, "findings", ("image_id", "kind", "detail"));
    }

    public ScanRecord? LastScan
    {
        get
        {
            using var command = Command(
                "SELECT number, started_at, finished_at, depth, organization FROM scans ORDER BY number DESC LIMIT 1"
            );
            using var reader = command.ExecuteReader();
            return reader.Read()
                ? new ScanRecord(
                    reader.GetInt64(0),
                    Time(reader.GetString(1)),
                    reader.IsDBNull(2) ? null : Time(reader.GetString(2)),
                    (ScanDepth)ScanDepths.Names.ToList().IndexOf(reader.GetString(3)),
                    reader.GetString(4)
                )
                : null;
        }
    }

    public ScanRecord? Begin(
        DateTimeOffset at,
        ScanDepth depth,
        string organization,
        string caller,
        IEnumerable<OrganizationAccount> accounts,
        DiagnosticBag bag
    ) =>
        Write(
            bag,
            transaction =>
            {
                Execute(
                    transaction,
                    "INSERT INTO scans (started_at, depth, organization, caller) VALUES ($p0, $p1, $p2, $p3)",
                    ImageRows.Text(at),
                    depth.Name(),
                    organization,
                    caller
                );
                foreach (var account in accounts)
                    Execute(
                        transaction,
                        "INSERT OR REPLACE INTO accounts (account, name, state, parent) VALUES ($p0, $p1, $p2, $p3)",
                        account.Id.Value,
                        account.Name,
                        account.State.Name(),
                        account.ParentId
                    );
            }
        )
            ? LastScan
            : null;

    public IReadOnlySet<(AccountId Account, string Region)> Settled(long scan)
    {
        using var command = Command(
            "SELECT account, region FROM coverage WHERE scan = $p0 AND outcome IN ('read', 'skipped')",
            scan
        );
        using var reader = command.ExecuteReader();
        var found = new HashSet<(AccountId, string)>();
        while (reader.Read())
            found.Add((AccountId.Parse(reader.GetString(0)), reader.GetString(1)));
        return found;
    }

    public bool Save(ScanRecord scan, IReadOnlyList<RegionScan> results, DiagnosticBag bag) =>
        Write(
            bag,
            transaction =>
            {
                foreach (var result in results)
                    Save(scan.Number, result, transaction);
            }
        );

    private void Save(long scan, RegionScan result, SqliteTransaction transaction)
    {
        var (account, region) = (result.Account.Value, result.Region);
        Execute(
            transaction,
            "INSERT OR REPLACE INTO coverage (scan, account, region, outcome, reason, read_at) VALUES ($p0, $p1, $p2, $p3, $p4, $p5)",
            scan,
            account,
            region,
            result.Coverage.Name(),
            result.Reason,
            ImageRows.Text(result.At)
        );
        // Now the account's Regions are known.
        if (region != RegionScan.AllRegions)
            Execute(
                transaction,
                "DELETE FROM coverage WHERE scan = $p0 AND account = $p1 AND region = $p2",
                scan,
                account,
                RegionScan.AllRegions
            );
        if (result.Coverage is not (Coverage.Read or Coverage.Partial))
            return;

        var gone = images.Bring(scan, result, transaction);
        var seen = result
            .Images.DistinctBy(i => i.Image.ImageId)
            .ToDictionary(i => i.Image.ImageId, StringComparer.Ordinal);
        var onlyPublic = result.Complete.Contains(ImageSelection.OwnPublic);
        permissions.Bring(
            scan,
            account,
            region,
            [
                .. result.Images.SelectMany(i =>
                    (i.Image.LaunchPermissions ?? []).Select(p => (i.Image.ImageId, p.KindName, p.Value))
                ),
            ],
            row =>
                gone.Contains(row.Key)
                || (
                    seen.TryGetValue(row.Key, out var image)
                        ? image.Image.LaunchPermissions is not null || !image.Image.CanBeShared
                        : onlyPublic && row.Value == LaunchPermission.Everyone.Value
                ),
            transaction
        );
        findings.Bring(
            scan,
            account,
            region,
            [
                .. result.Images.SelectMany(i => i.Findings.Select(f => (i.Image.ImageId, f.Kind.Name(), f.Detail))),
                .. result.SettingsFindings.Select(f => ("", f.Kind.Name(), f.Detail)),
            ],
            row =>
                row.Key.Length == 0
                    ? result.Settings is not null
                    : gone.Contains(row.Key)
                        || (
                            seen.TryGetValue(row.Key, out var image)
                                ? !image.NotLooked.Any(k => k.Name() == row.Name)
                                : onlyPublic && row.Name == FindingKind.Public.Name()
                        ),
            transaction
        );
        if (result.Settings is { } found)
            settings.Bring(
                scan,
                account,
                region,
                [
                    ("block_public_access", found.BlockPublicAccess, found.BlockPublicAccessManagedBy),
                    ("allowed_images", found.AllowedImages, found.AllowedImagesManagedBy),
                ],
                _ => true,
                transaction
            );
    }

    public bool Finish(long scan, DateTimeOffset at, DiagnosticBag bag) =>
        Write(
            bag,
            transaction =>
                Execute(transaction, "UPDATE scans SET finished_at = $p1 WHERE number = $p0", scan, ImageRows.Text(at))
        );

    public ImmutableArray<RegionScan> Ledger(long scan)
    {
        using var command = Command(
            "SELECT account, region, outcome, reason, read_at FROM coverage WHERE scan = $p0 ORDER BY account, region",
            scan
        );
        using var reader = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<RegionScan>();
        while (reader.Read())
            found.Add(
                new RegionScan(
                    AccountId.Parse(reader.GetString(0)),
                    reader.GetString(1),
                    (Coverage)Coverages.Names.ToList().IndexOf(reader.GetString(2)),
                    Time(reader.GetString(4))
                )
                {
                    Reason = reader.GetString(3),
                }
            );
        return found.ToImmutable();
    }

    private bool Write(DiagnosticBag bag, Action<SqliteTransaction> write)
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            write(transaction);
            transaction.Commit();
            return true;
        }
        catch (SqliteException e)
        {
            bag.Report(
                OperationDiagnostics.DatabaseUnusable,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"`{path}` cannot be written: {e.Message}",
                "another scan may be writing to it, or the disk is full; `--resume` goes on with what was saved"
            );
            return false;
        }
    }

    private void Execute(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"$p{i}", values[i] ?? DBNull.Value);
        return command;
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public void Dispose()
    {
        images.Dispose();
        permissions.Dispose();
        settings.Dispose();
        findings.Dispose();
        connection.Dispose();
    }
}
