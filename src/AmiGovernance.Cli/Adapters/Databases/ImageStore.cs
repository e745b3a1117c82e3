using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The inventory in a SQLite file. One scan writes at a time; others may read meanwhile.</summary>
/// <param name="path">For reports.</param>
/// <param name="connection">Is disposed of with the store.</param>
internal sealed class ImageStore(string path, SqliteConnection connection) : IImageStore, IDisposable
{
    /// <summary>The state of an account that is not in the organization any more.</summary>
    public const string Left = "left";

    private static readonly string[] Versioned = ["images", "launch_permissions", "settings", "findings"];

    private readonly ResultWriter writer = new(connection);

    public ScanRecord? LastScan =>
        connection
            .Rows(
                "SELECT number, started_at, finished_at, depth, organization FROM scans ORDER BY number DESC LIMIT 1",
                Scan
            )
            .FirstOrDefault();

    private static ScanRecord Scan(SqliteDataReader reader)
    {
        DateTimeOffset? finished = reader.IsDBNull(2) ? null : reader.Time(2);
        var depth = ScanDepths.FromName(reader.GetString(3)) ?? ScanDepth.Public;
        return new ScanRecord(reader.GetInt64(0), reader.Time(1), finished, depth, reader.GetString(4));
    }

    public ScanRecord? Begin(
        DateTimeOffset at,
        ScanDepth depth,
        string organization,
        string caller,
        IEnumerable<OrganizationAccount> accounts,
        DiagnosticBag bag
    )
    {
        var begun = Write(
            bag,
            transaction =>
            {
                connection.Execute(
                    transaction,
                    "INSERT INTO scans (started_at, depth, organization, caller) VALUES ($p0, $p1, $p2, $p3)",
                    Sqlite.Text(at),
                    depth.Name(),
                    organization,
                    caller
                );
                connection.Execute(transaction, "UPDATE accounts SET state = $p0", Left);
                foreach (var account in accounts)
                    Write(account, transaction);
                CloseWhatLeft(transaction);
            }
        );
        return begun ? LastScan : null;
    }

    /// <summary>What holds in an account that left the organization is nobody's business here, and no scan looks there again.</summary>
    private void CloseWhatLeft(SqliteTransaction transaction)
    {
        foreach (var table in Versioned)
            connection.Execute(
                transaction,
                $"""
                UPDATE {table} SET until_scan = (SELECT max(number) FROM scans)
                WHERE until_scan IS NULL AND account NOT IN (SELECT account FROM accounts WHERE state <> $p0)
                """,
                Left
            );
    }

    private void Write(OrganizationAccount account, SqliteTransaction transaction) =>
        connection.Execute(
            transaction,
            "INSERT OR REPLACE INTO accounts (account, name, state, parent) VALUES ($p0, $p1, $p2, $p3)",
            account.Id.Value,
            account.Name,
            account.State.Name(),
            account.ParentId
        );

    public IReadOnlySet<(AccountId Account, RegionName? Region)> Settled(long scan) =>
        connection
            .Rows(
                "SELECT account, region FROM coverage WHERE scan = $p0 AND outcome IN ('read', 'skipped')",
                r => (AccountId.Parse(r.GetString(0)), Region(r.GetString(1))),
                scan
            )
            .ToHashSet();

    public bool Save(ScanRecord scan, IReadOnlyList<RegionScan> results, DiagnosticBag bag) =>
        Write(
            bag,
            transaction =>
            {
                foreach (var result in results)
                    writer.Write(scan.Number, result, transaction);
            }
        );

    public bool Finish(long scan, DateTimeOffset at, DiagnosticBag bag) =>
        Write(
            bag,
            transaction =>
                connection.Execute(
                    transaction,
                    "UPDATE scans SET finished_at = $p1 WHERE number = $p0",
                    scan,
                    Sqlite.Text(at)
                )
        );

    public ImmutableArray<RegionScan> Ledger(long scan) =>
        [
            .. connection.Rows(
                $"""
                SELECT c.account, c.region, c.outcome, c.reason, c.read_at,
                  c.outcome = 'skipped' AND {InventoryChanges.HoldsImages("c", InventoryChanges.Now)}
                FROM coverage c WHERE c.scan = $p0 ORDER BY c.account, c.region
                """,
                Entry,
                scan
            ),
        ];

    /// <summary>What is not understood counts as not read.</summary>
    private static RegionScan Entry(SqliteDataReader reader) =>
        new(
            AccountId.Parse(reader.GetString(0)),
            Region(reader.GetString(1)),
            Coverages.FromName(reader.GetString(2)) ?? Coverage.Failed,
            reader.Time(4)
        )
        {
            Reason = reader.GetString(3),
            IsPassedOver = reader.GetBoolean(5),
        };

    /// <summary>Null for <see cref="RegionScan.AllRegions"/>.</summary>
    private static RegionName? Region(string text) => RegionName.TryParse(text, out var region) ? region : null;

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

    public void Dispose()
    {
        writer.Dispose();
        connection.Dispose();
    }
}
