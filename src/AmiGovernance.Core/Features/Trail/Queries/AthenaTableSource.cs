using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// What a table over an organization's trail needs to know: folders of Regions are not looked for, they are listed here.
/// </summary>
/// <param name="Location">`s3://BUCKET[/PREFIX]/AWSLogs/o-…`, without a slash at the end.</param>
/// <param name="Since">The first day of the trail.</param>
public sealed record AthenaTableSource(string Location, ImmutableArray<RegionName> Regions, DateOnly Since);
