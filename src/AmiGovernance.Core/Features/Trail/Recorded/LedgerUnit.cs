namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>What a ledger counts as files, for people.</summary>
public sealed record LedgerUnit(string One, string Several)
{
    public static readonly LedgerUnit Files = new("file", "files");

    /// <summary>An event history is one file that grows.</summary>
    public static readonly LedgerUnit EventHistories = new("account and Region", "accounts and Regions");
}
