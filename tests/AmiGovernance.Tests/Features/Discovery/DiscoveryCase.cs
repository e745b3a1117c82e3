using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Impact;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Discovery;

/// <summary>An organization in a few lines, from tests/data/discover, and what is proposed for it.</summary>
public sealed record DiscoveryCase
{
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public required string Name { get; init; }

    /// <summary>Why AWS, or the rules of docs/reference/discover.md, have it so.</summary>
    public string Because { get; init; } = "";

    /// <summary>By account id; null when the organization is not known.</summary>
    public ImmutableSortedDictionary<string, string>? Members { get; init; }

    /// <summary>Null when it is not known.</summary>
    public string? Management { get; init; }

    /// <summary>`ami-1 111122223333 amazon public name`; `-` for no alias, and no name at all for what a list of owners tells.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>`2026-11-01 222222222222 ami-1 5`.</summary>
    public ImmutableArray<string> Launches { get; init; } = [];

    /// <summary>`222222222222 instance i-1 ami-1`; kinds: instance, group, suspended, template, parameter, recipe.</summary>
    public ImmutableArray<string> Uses { get; init; } = [];

    /// <summary>Whether the accounts are read.</summary>
    public bool ReadsAccounts { get; init; }

    /// <summary>Whether there is a trail, though it may have no launch.</summary>
    public bool HasTrail { get; init; }

    /// <summary>Accounts that refuse to be read.</summary>
    public ImmutableArray<string> Closed { get; init; } = [];

    /// <summary>By owner: proposal and confidence, such as `publisher high`.</summary>
    public ImmutableSortedDictionary<string, string> Expected { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>`denied meant undecided`, null when nothing can be held out.</summary>
    public string? HeldOut { get; init; }

    public override string ToString() => Name;

    public static IEnumerable<DiscoveryCase> All =>
        Directory
            .GetFiles(RepositoryRoot.File("tests", "data", "discover"), "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(f => JsonSerializer.Deserialize<DiscoveryCase[]>(File.ReadAllText(f), Options)!);

    public DiscoveryReport Run(IUseStore? store = null)
    {
        var owners = new ImageOwners();
        foreach (var image in Images.Select(Facts))
            if (!ReadsAccounts || image.IsDescribed == false)
                owners.Add(image);
        var discover = new DiscoverPublishers(
            new DiscoveryRequest(DiscoveryPeriod.LastDays(90, Now), [], []),
            owners,
            Members is null
                ? null
                : [.. Members.Select(m => new OrganizationAccount(AccountId.Parse(m.Key), m.Value, "r-ab12"))],
            Management is null ? null : AccountId.Parse(Management)
        )
        {
            Store = store,
        };
        if (ReadsAccounts)
            discover.ReadPresent(new FakePlaces(this).Ports, CancellationToken.None).GetAwaiter().GetResult();
        return discover.Report(Launches.IsEmpty && ReadsAccounts && !HasTrail ? null : Trail());
    }

    internal static ImageFacts Facts(string line)
    {
        var words = line.Split(' ', 5);
        return new ImageFacts(words[1], words[2] == "-" ? null : words[2])
        {
            ImageId = Id(words[0]),
            IsPublic = words.ElementAtOrDefault(3) == "public",
            Name = words.ElementAtOrDefault(4),
            CreationDate = Now.AddDays(-100),
            DeprecationKnown = words.Length > 4,
        };
    }

    /// <summary>`ami-1` as a real id.</summary>
    internal static string Id(string shortId) => $"ami-{shortId[4..].PadLeft(17, '0')}";

    private TrailFindings Trail()
    {
        var split = DiscoveryPeriod.LastDays(90, Now).Split;
        var rows = Launches.Select(l => Row(l.Split(' '), split)).ToImmutableArray();
        var ledger = new TrailLedger
        {
            Files = 1,
            Counts = new TrailCounts { Records = rows.Length },
        };
        return new TrailFindings(ledger, rows, new ImageSources());
    }

    private static TrailRow Row(string[] words, DateTimeOffset split)
    {
        var time = DateTimeOffset.ParseExact(
            words[0],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );
        var key = new TrailKey
        {
            Kind = CallKind.Launch,
            Action = "ec2:RunInstances",
            Account = words[1],
            Region = "us-east-1",
            Principal = $"arn:aws:iam::{words[1]}:role/deploy",
            Image = words[2].Length > 0 ? Id(words[2]) : "",
            Period = time >= split ? 1 : 0,
        };
        return new TrailRow(key, long.Parse(words[3], CultureInfo.InvariantCulture), time, time);
    }
}
