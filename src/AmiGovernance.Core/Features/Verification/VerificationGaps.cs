using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>What could not be looked at, noted from several places at once.</summary>
internal sealed class VerificationGaps
{
    private readonly ConcurrentBag<VerificationGap> noted = [];

    public void Add(AccountId? account, RegionName? region, AwsException failure) =>
        noted.Add(new VerificationGap(account, region, failure.Failure));

    /// <summary>The organization first, then by account and Region.</summary>
    public ImmutableArray<VerificationGap> Sorted => [.. noted.OrderBy(g => g.Account).ThenBy(g => g.Region)];
}
