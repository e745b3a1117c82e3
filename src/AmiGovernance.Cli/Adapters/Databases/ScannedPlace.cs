using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The account and Region whose rows are written, by which scan, in which transaction.</summary>
internal readonly record struct ScannedPlace(long Scan, string Account, string Region, SqliteTransaction Transaction);
