using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>An account that was verified, and why it was chosen.</summary>
/// <param name="Name">Empty when the organization could not be read.</param>
/// <param name="Role">Such as `publisher`, `exception until 2027-01-29`, `workload`; `?` when it could not be found out.</param>
/// <param name="Mode">The mode that is expected.</param>
/// <param name="ModeSource">Who says so, for people.</param>
public sealed record VerifiedAccount(AccountId Id, string Name, string Role, AllowedImagesState Mode, string ModeSource)
{
    /// <summary>Null when it could not be found out.</summary>
    public bool? IsManagement { get; init; }
}
