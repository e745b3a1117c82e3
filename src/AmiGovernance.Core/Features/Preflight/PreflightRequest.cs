using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>For whom and where images are judged, as far as the files do not say.</summary>
/// <param name="Accounts">Each is judged by itself; empty for any account that no policy names.</param>
/// <param name="Regions">Empty for the default's.</param>
/// <param name="Principal">Who deploys; null for some role.</param>
public sealed record PreflightScope(
    ImmutableArray<AccountId> Accounts,
    ImmutableArray<RegionName> Regions,
    string? Principal,
    CallDefaults Defaults
);
