using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>Where a test runs: one Region of one account.</summary>
public sealed record VerificationPlace(AccountId Account, RegionName Region);
