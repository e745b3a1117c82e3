using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports;

/// <summary>
/// A report of AWS on how the attributes of declarative policies stand in accounts (Organizations user guide, "Account status report for
/// declarative policies").
/// </summary>
/// <param name="Target">The root, organizational unit or account that it is about.</param>
/// <param name="Status">As EC2 says it: `running`, `complete`, `cancelled` or `error`.</param>
public sealed record AccountStatusReport(
    string Id,
    string Target,
    string Bucket,
    string Prefix,
    string Status,
    DateTimeOffset? StartedAt
)
{
    public const string Running = "running";
    public const string Complete = "complete";

    /// <summary>
    /// What the key of its file begins with (EC2 API reference, StartDeclarativePoliciesReport); the time of its end follows.
    /// </summary>
    public string FilePrefix => $"{Folder}ec2_{Target}_{Id}_";

    private string Folder => Prefix.Length > 0 ? $"{Prefix.TrimEnd('/')}/" : "";
}

/// <summary>What a complete report comes to.</summary>
/// <param name="FailedAccounts">Accounts that AWS could not look at: of these nothing is known.</param>
public sealed record StatusSummary(
    AccountStatusReport Report,
    int Accounts,
    int FailedAccounts,
    ImmutableArray<AttributeStatus> Attributes
);

/// <param name="Unmatched">Accounts that have another value somewhere.</param>
/// <param name="UnmatchedByRegion">Where accounts have another value, in AWS's words.</param>
public sealed record AttributeStatus(
    string Name,
    string MostFrequentValue,
    int Matched,
    int Unmatched,
    ImmutableArray<(string Region, int Unmatched)> UnmatchedByRegion
);
