using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>One row of the answer: calls that have all in common but their times.</summary>
/// <param name="Key">With launch templates resolved to their images where that is known.</param>
/// <param name="Owner">The image's owner as `ec2:Owner` has it, <see cref="ImageOwners.Unknown"/>, or empty for calls that are on no image.</param>
/// <param name="OrganizationalUnit">Names from the root down; empty when the organization is not known.</param>
public sealed record ReportedCalls(
    TrailKey Key,
    string AccountName,
    string OrganizationalUnit,
    string Owner,
    long Count,
    DateTimeOffset? First,
    DateTimeOffset? Last
);

/// <summary>What a trail says about images, whichever engine read it.</summary>
public sealed record TrailReport(TrailLedger Ledger, ImmutableArray<ReportedCalls> Calls)
{
    /// <summary>What the ledger counts as files.</summary>
    public (string One, string Several) Unit { get; init; } = ("file", "files");

    /// <summary>Calls that have the values of these dimensions in common, the most first.</summary>
    public ImmutableArray<TrailGroup> By(IReadOnlyList<TrailDimension> dimensions, Func<ReportedCalls, bool> which) =>
        [
            .. Calls
                .Where(which)
                .GroupBy(call => new Values([.. dimensions.Select(d => d.Of(call))]))
                .Select(g => new TrailGroup(g.Key.Items, g.Sum(c => c.Count), g.Min(c => c.First), g.Max(c => c.Last)))
                .OrderByDescending(g => g.Count)
                .ThenBy(g => string.Join('\0', g.Values), StringComparer.Ordinal),
        ];

    private readonly record struct Values(ImmutableArray<string> Items)
    {
        public bool Equals(Values other) => Items.SequenceEqual(other.Items);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var item in Items)
                hash.Add(item);
            return hash.ToHashCode();
        }
    }
}

public sealed record TrailGroup(ImmutableArray<string> Values, long Count, DateTimeOffset? First, DateTimeOffset? Last);

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
        new("principal", c => c.Key.Principal),
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
