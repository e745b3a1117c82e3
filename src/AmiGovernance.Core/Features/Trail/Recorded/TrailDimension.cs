using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>What calls can be told apart and counted by. The names are those of columns, options and queries.</summary>
public sealed record TrailDimension(string Name, Func<ReportedCalls, string> Of)
{
    public static readonly ImmutableArray<TrailDimension> All =
    [
        new("kind", c => c.Key.Kind.Name()),
        new("action", c => c.Key.Action),
        new("account", c => c.Key.Account),
        new("account_name", c => c.AccountName),
        new("ou", c => c.OrganizationalUnit),
        new("region", c => c.Key.Region),
        new("principal", c => c.Key.Caller),
        new("service", c => c.Key.Service),
        new("image", c => c.Key.Image),
        new("owner", c => c.Owner),
        new("outcome", c => c.Key.Outcome.Name()),
        new("error_code", c => c.Key.ErrorCode),
        new("denied_by", c => c.Key.DeniedBy),
        new("detail", c => c.Key.Detail),
    ];

    public static TrailDimension? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}
