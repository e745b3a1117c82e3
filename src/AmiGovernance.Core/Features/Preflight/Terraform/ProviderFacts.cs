using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Where a provider deploys, as far as constants say it.</summary>
internal sealed record ProviderFacts(RegionName? Region, AccountId? Account)
{
    public static readonly ProviderFacts Unknown = new(null, null);
}
