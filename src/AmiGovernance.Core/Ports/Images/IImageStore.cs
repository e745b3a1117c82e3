using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports.Images;

/// <param name="Number">Rises from scan to scan, from 1.</param>
/// <param name="FinishedAt">Null while it runs, and when it was ended before it was done.</param>
public sealed record ScanRecord(
    long Number,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    ScanDepth Depth,
    string Organization
);

/// <summary>Keeps what scans found, with its history. What was saved survives a kill; a call saves all of its results or none.</summary>
public interface IImageStore
{
    /// <summary>Null when there was none.</summary>
    ScanRecord? LastScan { get; }

    /// <summary>Null with a report when it cannot be written.</summary>
    ScanRecord? Begin(
        DateTimeOffset at,
        ScanDepth depth,
        string organization,
        string caller,
        IEnumerable<OrganizationAccount> accounts,
        DiagnosticBag bag
    );

    /// <summary>The accounts and Regions that need no more reading in this scan, skipped ones among them.</summary>
    IReadOnlySet<(AccountId Account, string Region)> Settled(long scan);

    /// <summary>False with a report when it cannot be written.</summary>
    bool Save(ScanRecord scan, IReadOnlyList<RegionScan> results, DiagnosticBag bag);

    bool Finish(long scan, DateTimeOffset at, DiagnosticBag bag);

    /// <summary>What became of each account and Region, sorted; without the images.</summary>
    ImmutableArray<RegionScan> Ledger(long scan);
}
