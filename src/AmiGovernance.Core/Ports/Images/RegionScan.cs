using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>What a scan brought from one account in one Region.</summary>
/// <param name="Region">Null when not even the account's Regions are known.</param>
public sealed record RegionScan(AccountId Account, RegionName? Region, Coverage Coverage, DateTimeOffset At)
{
    /// <summary>Stands for the Region, where not even the account's Regions are known.</summary>
    public const string AllRegions = "*";

    private readonly string? reason;

    /// <summary>The Region's name, or <see cref="AllRegions"/>.</summary>
    public string RegionText => Region?.Value ?? AllRegions;

    /// <summary>Whether the account and Region are asked about; a Region that is not known may be.</summary>
    /// <param name="accounts">Empty for all.</param>
    /// <param name="regions">Empty for all.</param>
    public bool IsAmong(IReadOnlyCollection<string> accounts, IReadOnlyCollection<string> regions) =>
        (accounts.Count == 0 || accounts.Contains(Account.Value))
        && (regions.Count == 0 || Region is null || regions.Contains(RegionText));

    /// <summary>Of one that was skipped: earlier scans saw images there, which may be there still.</summary>
    public bool IsPassedOver { get; init; }

    /// <summary>Whether something is missing from the picture.</summary>
    public bool IsGap => Coverage.IsGap() || IsPassedOver;

    /// <summary>The calls that failed; known while the scan runs, the ledger keeps their summaries.</summary>
    public ImmutableArray<AwsFailure> Failures { get; init; } = [];

    /// <summary>Why it was not read, or not all of it: each cause once, unless something else is given.</summary>
    public string Reason
    {
        get => reason ?? string.Join("; ", Failures.Select(f => f.Summary).Distinct().Order(StringComparer.Ordinal));
        init => reason = value;
    }

    public ImmutableArray<ScannedImage> Images { get; init; } = [];

    /// <summary>The lists that <see cref="Images"/> holds in full: what they do not hold is not there.</summary>
    public ImmutableArray<ImageSelection> Complete { get; init; } = [];

    /// <summary>Null when they were not read.</summary>
    public ImageSettings? Settings { get; init; }

    public ImmutableArray<ImageFinding> SettingsFindings { get; init; } = [];

    /// <summary>An account and Region of which nothing was read.</summary>
    /// <param name="region">Null when not even the account's Regions are known.</param>
    public static RegionScan NotRead(AccountId account, RegionName? region, AwsFailure failure, DateTimeOffset at) =>
        new(account, region, Coverages.Of(failure), at) { Failures = [failure] };
}
