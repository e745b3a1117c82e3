using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Reports;

/// <summary>What AWS's account status report comes to: which values attributes of declarative policies have in the accounts.</summary>
/// <param name="Report">Its id.</param>
/// <param name="Target">The root, organizational unit or account that it is about.</param>
/// <param name="Bucket">Where its file lies.</param>
/// <param name="Prefix">Of the file's key.</param>
/// <param name="Started">When; empty when AWS does not say.</param>
/// <param name="Accounts">How many were looked at.</param>
/// <param name="FailedAccounts">Accounts that AWS could not look at: of these nothing is known.</param>
/// <param name="Attributes">Of declarative policies.</param>
public sealed record StatusReportDocument(
    string Report,
    string Target,
    string Bucket,
    string Prefix,
    string Started,
    int Accounts,
    int FailedAccounts,
    ImmutableArray<AttributePart> Attributes
) : ReportDocument
{
    public static StatusReportDocument Of(StatusSummary summary) =>
        new(
            summary.Report.Id,
            summary.Report.Target,
            summary.Report.Bucket,
            summary.Report.Prefix,
            summary.Report.StartedAt?.IsoText() ?? "",
            summary.Accounts,
            summary.FailedAccounts,
            [.. summary.Attributes.Select(AttributePart.Of)]
        );
}

/// <param name="Name">As AWS names it.</param>
/// <param name="MostFrequentValue">In AWS's words.</param>
/// <param name="MatchedAccounts">That have it everywhere.</param>
/// <param name="UnmatchedAccounts">That have another value somewhere.</param>
/// <param name="UnmatchedByRegion">Where accounts have another value.</param>
public sealed record AttributePart(
    string Name,
    string MostFrequentValue,
    int MatchedAccounts,
    int UnmatchedAccounts,
    IReadOnlyDictionary<string, int> UnmatchedByRegion
)
{
    internal static AttributePart Of(AttributeStatus status) =>
        new(
            status.Name,
            status.MostFrequentValue,
            status.Matched,
            status.Unmatched,
            status.UnmatchedByRegion.ToDictionary(r => r.Region, r => r.Unmatched)
        );
}
