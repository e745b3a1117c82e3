using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>
/// Keeps what scans found, with its history. What was saved survives a kill; a call saves all of its results or none. Where
/// nothing can be written, the bag says why.
/// </summary>
public interface IImageStore : IScanLedger
{
    /// <summary>Begins a scan; null with a report when it cannot be written.</summary>
    /// <param name="at">Now.</param>
    /// <param name="depth">How closely it looks.</param>
    /// <param name="organization">The organization's id.</param>
    /// <param name="caller">The ARN that AWS knows the caller by.</param>
    /// <param name="accounts">All accounts of the organization, for their names.</param>
    /// <param name="bag">Takes the report.</param>
    ScanRecord? Begin(
        DateTimeOffset at,
        ScanDepth depth,
        string organization,
        string caller,
        IEnumerable<OrganizationAccount> accounts,
        DiagnosticBag bag
    );

    /// <summary>Saves what was read; false with a report when it cannot be written.</summary>
    /// <param name="scan">The scan that read it.</param>
    /// <param name="results">Each of another account or Region.</param>
    /// <param name="bag">Takes the report.</param>
    bool Save(ScanRecord scan, IReadOnlyList<RegionScan> results, DiagnosticBag bag);

    /// <summary>Ends a scan; false with a report when it cannot be written.</summary>
    /// <param name="scan">The scan's number.</param>
    /// <param name="at">Now.</param>
    /// <param name="bag">Takes the report.</param>
    bool Finish(long scan, DateTimeOffset at, DiagnosticBag bag);
}
