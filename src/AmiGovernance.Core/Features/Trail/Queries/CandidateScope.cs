using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>What one statement looks through.</summary>
/// <param name="Filter">Which events count.</param>
public sealed record CandidateScope(TrailFilter Filter)
{
    /// <summary>
    /// The most partitions that a statement may read: Trino's own default (`hive.max-partitions-per-scan`); Athena's is not documented.
    /// </summary>
    private const int MostPartitions = 1_000_000;

    /// <summary>A statement has 262,144 bytes at most (Athena user guide, "Service Quotas"), and an account takes 16 of them.</summary>
    private const int MostAccounts = 10_000;

    /// <summary>Where the question names none: about as many as there are.</summary>
    private const int AllRegions = 40,
        AllDays = 366;

    /// <summary>Whose folders are read; empty for those that the table names itself.</summary>
    public ImmutableArray<AccountId> Accounts { get; init; } = [];

    /// <summary>Objects that are not read, `s3://…`.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>Whether the table has a column for corrections.</summary>
    public bool HasCorrections { get; init; } = true;

    /// <summary>The scopes that are asked about one after the other, so that no statement reads too many partitions.</summary>
    /// <param name="filter">Which events count; its accounts go before all others.</param>
    /// <param name="accounts">Of the organization; empty when they are not known.</param>
    /// <param name="today">Where the question ends when it does not say.</param>
    public static ImmutableArray<CandidateScope> Of(
        TrailFilter filter,
        ImmutableArray<AccountId> accounts,
        DateOnly today
    )
    {
        var asked = filter.Accounts.IsEmpty ? accounts : filter.Accounts;
        if (asked.IsEmpty)
            return [new CandidateScope(filter)];

        var regions = filter.Regions.IsEmpty ? AllRegions : filter.Regions.Length;
        var last = filter.LastDay ?? today;
        var days = filter.FirstDay is { } first ? Math.Max(1, last.DayNumber - first.DayNumber + 1) : AllDays;
        var most = Math.Clamp(MostPartitions / ((long)regions * days), 1, MostAccounts);
        return
        [
            .. asked
                .Distinct()
                .Order()
                .Chunk((int)most)
                .Select(chunk => new CandidateScope(filter) { Accounts = [.. chunk] }),
        ];
    }
}
