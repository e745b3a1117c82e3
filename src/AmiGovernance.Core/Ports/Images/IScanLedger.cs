using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>What scans there were, and what became of each account and Region in them.</summary>
public interface IScanLedger
{
    /// <summary>Null when there was none.</summary>
    ScanRecord? LastScan { get; }

    /// <summary>
    /// The accounts and Regions that need no more reading in a scan, skipped ones among them. The Region is null where not even
    /// the account's Regions are known.
    /// </summary>
    /// <param name="scan">The scan's number.</param>
    IReadOnlySet<(AccountId Account, RegionName? Region)> Settled(long scan);

    /// <summary>What became of each account and Region, sorted; without the images.</summary>
    /// <param name="scan">The scan's number.</param>
    ImmutableArray<RegionScan> Ledger(long scan);
}
