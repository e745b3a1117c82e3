using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>Something that was not checked at all.</summary>
/// <param name="Account">Null for the organization itself.</param>
/// <param name="Region">Null for what holds in all Regions.</param>
/// <param name="Failure">Why.</param>
public sealed record VerificationGap(AccountId? Account, RegionName? Region, AwsFailure Failure)
{
    public string Reason => Account is null ? $"the organization was not read: {Failure.Summary}" : Failure.Summary;
}
