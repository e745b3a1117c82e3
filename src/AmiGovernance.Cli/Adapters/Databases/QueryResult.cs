using System.Collections.Immutable;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What a query brought; null where the database holds NULL.</summary>
internal sealed record QueryResult(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<object?>> Rows);
