using System.Collections.Immutable;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What a query brought.</summary>
internal sealed record QueryResult(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<SqlValue>> Rows);
