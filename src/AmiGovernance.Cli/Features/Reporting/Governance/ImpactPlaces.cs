using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>Where uses of images are looked for.</summary>
/// <param name="Accounts">Empty for every account of the organization.</param>
/// <param name="Regions">Empty for every enabled Region.</param>
internal sealed record ImpactPlaces(ImmutableArray<AccountId> Accounts, ImmutableArray<RegionName> Regions);
