using System.Text.Json;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Discovery.Proposing;

namespace AmiGovernance.Tests.Features.Discovery;

/// <summary>The rules of docs/reference/discover.md, on the organizations of tests/data/discover.</summary>
public sealed class DiscoverPublishersTests
{
    public static TheoryData<string> Cases => new(DiscoveryCase.All.Select(c => c.Name));

    private static DiscoveryCase Case(string name) => DiscoveryCase.All.Single(c => c.Name == name);

    private static string Json(DiscoveryReport report) =>
        JsonSerializer.Serialize(report, DiscoveryJson.Default.DiscoveryReport);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_proposal_is_that_of_the_rules(string name)
    {
        var world = Case(name);
        var report = world.Run();
        Assert.Equal(
            world.Expected,
            report.Owners.ToDictionary(o => o.Owner, o => $"{o.Proposal.Name()} {o.Confidence.Name()}")
        );
        Assert.Equal(world.Unknown.Select(DiscoveryCase.Id), report.Unknown.Select(u => u.Image));
        Assert.Equal(world.Unknown.IsEmpty && world.Closed.IsEmpty, report.IsWhole);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_proposal_from_the_first_part_is_held_against_the_rest(string name)
    {
        var world = Case(name);
        var held = world.Run().HeldOut;
        Assert.Equal(
            world.HeldOut,
            held is null ? null : $"{held.Replay.Denied} {held.Replay.Meant} {held.Replay.Undecided}"
        );
        Assert.Null(held?.Replay.Problem);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Over_its_own_launches_it_denies_just_those_of_owners_that_it_refuses(string name)
    {
        var report = Case(name).Run();
        if (report.Replay is not { } replay)
            return;
        var refused = report.Owners.Where(o => o.Proposal == ProposalKind.Refuse).Sum(o => o.Use.Launches);
        Assert.Null(replay.Problem);
        Assert.Equal(report.Past!.Launches, replay.Launches);
        Assert.Equal((refused, refused), (replay.Denied, replay.Meant));
        Assert.Equal(report.Unknown.Sum(u => u.Use.Launches), replay.Undecided);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_order_of_what_is_read_does_not_matter(string name)
    {
        var world = Case(name);
        var other = world with
        {
            Images = [.. world.Images.Reverse()],
            Launches = [.. world.Launches.Reverse()],
            Uses = [.. world.Uses.Reverse()],
        };
        Assert.Equal(Json(world.Run()), Json(other.Run()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_further_launch_of_a_listed_owner_takes_no_entry_away(string name)
    {
        // Without a trail nothing was known of the past; with one a stranger's instance may turn out to be left over.
        var world = Case(name) with
        {
            HasTrail = true,
        };
        var before = world.Run();
        foreach (var image in world.Images.Select(i => i.Split(' ')[0]))
        foreach (var account in world.Members?.Keys ?? ["222222222222"])
        {
            var after = (world with { Launches = world.Launches.Add($"2026-11-30 {account} {image} 1") }).Run();
            var listed = after.Entries.Select(e => e.Value).ToHashSet(StringComparer.Ordinal);
            Assert.Superset(before.Entries.Select(e => e.Value).ToHashSet(StringComparer.Ordinal), listed);
        }
    }

    [Fact]
    public void An_exception_is_for_exactly_those_who_use_the_images_and_ends()
    {
        var report = Case("a stranger in recent use by few gets an exception for exactly these").Run();
        var proposed = Assert.Single(report.Owners);
        Assert.Equal(["222222222222"], proposed.UsableBy);
        Assert.Equal(new DateOnly(2027, 1, 30), proposed.Until);
        Assert.StartsWith(
            "amigov exception request TICKET --account 888800001111 --usable-by 222222222222 --outside-organization"
                + " --type vendor_poc --days 60 --justification ",
            proposed.Command,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Own_images_get_an_exception_that_nobody_else_may_use()
    {
        var report = Case("an account that uses its own images alone gets an exception").Run();
        var proposed = Assert.Single(report.Owners);
        Assert.Equal(["111111111111"], proposed.UsableBy);
        Assert.Contains("Allowed AMIs", proposed.Why, StringComparison.Ordinal);
        Assert.Contains("service control policy", proposed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_confusion_names_the_family_and_the_images()
    {
        var report = Case(
                "a stranger whose images are named like a known publisher's is refused, however much it is used"
            )
            .Run();
        var proposed = Assert.Single(report.Owners);
        Assert.Equal("Canonical", proposed.NameConfusion);
        Assert.Equal("Canonical", Assert.Single(proposed.Examples).LooksLike);
        Assert.Empty(report.Entries);
    }

    [Fact]
    public void An_entry_says_what_it_lets_in_and_what_would_be_narrower()
    {
        var report = Case("owners with the alias amazon are one alias").Run();
        var risk = Assert.Single(report.Entries).Risk;
        Assert.Equal((2, 2, null), (risk.UsedImages, risk.OwnerAccounts, risk.Accounts));
        var names = risk.Alternatives.Single(a => a.Key == "image_names");
        Assert.Equal(["al2023-ami-*", "ubuntu/images/hvm-ssd/ubuntu-jammy-*"], names.Values);
        Assert.Equal((2, 2), (names.Covers, names.Of));
        Assert.Equal(["90"], risk.Alternatives.Single(a => a.Key == "maximum_days_since_created").Values);
    }
}
