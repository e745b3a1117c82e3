namespace AmiGovernance.Core.Features.Images;

/// <summary>How far a scan has come. Of an account the Regions are known once it was asked for them.</summary>
/// <param name="Total">Accounts and Regions to read, as far as known.</param>
public readonly record struct ScanProgress(
    int Accounts,
    int AccountsKnown,
    int Done,
    int Total,
    int Gaps,
    TimeSpan Elapsed
);
