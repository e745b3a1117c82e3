using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Tests.Sandbox;

/// <summary>An organization that nobody governs yet is what its truth says.</summary>
public sealed class GrownGeneratorTests
{
    private static readonly WorldSize Size = new(Accounts: 200, Regions: 2, Images: 0, Seed: 7);

    private static readonly GrownOrganization Grown = Create(Size);

    private static GrownOrganization Create(WorldSize size) =>
        GrownGenerator.Create(size, new Amigov.FixedTime(DateTimeOffset.Parse("2026-11-28T12:00:00Z")));

    private static IEnumerable<JsonNode> Records => Grown.World.Trail.All.Select(e => JsonNode.Parse(e.Record.Span)!);

    private static string ImageOf(JsonNode record) =>
        (string)record["responseElements"]!["instancesSet"]!["items"]![0]!["imageId"]!;

    [Fact]
    public void The_same_size_and_seed_give_the_same_organization()
    {
        var again = Create(Size);
        Assert.Equal(WorldWriter.Write(Grown.World), WorldWriter.Write(again.World));
        Assert.Equal(Grown.Owners.Select(o => (o.Owner, o.Launches)), again.Owners.Select(o => (o.Owner, o.Launches)));
    }

    [Fact]
    public void Another_seed_gives_another_organization() =>
        Assert.NotEqual(WorldWriter.Write(Grown.World), WorldWriter.Write(Create(Size with { Seed = 8 }).World));

    [Theory]
    [InlineData(OwnerRole.Team, 2)]
    [InlineData(OwnerRole.Alias, 2)]
    [InlineData(OwnerRole.KnownPublisher, 2)]
    [InlineData(OwnerRole.Vendor, 1)]
    [InlineData(OwnerRole.ManagedService, 2)]
    [InlineData(OwnerRole.Stranger, 1)]
    [InlineData(OwnerRole.FormerStranger, 1)]
    [InlineData(OwnerRole.LookAlike, 2)]
    [InlineData(OwnerRole.SelfBuilt, 2)]
    public void Every_role_is_there(OwnerRole role, int owners) =>
        Assert.Equal(owners, Grown.Owners.Count(o => o.Role == role));

    [Fact]
    public void Every_launch_is_on_record_in_the_order_of_time()
    {
        Assert.Equal(Grown.Owners.Sum(o => o.Launches), Records.Count());
        Assert.All(Records, r => Assert.Equal("RunInstances", (string?)r["eventName"]));
        Assert.All(Records, r => Assert.Null(r["errorCode"]));
    }

    [Fact]
    public void The_records_say_what_the_truth_says_of_images_that_are_left()
    {
        var images = Grown.World.Ec2.Images.ToDictionary(i => i.Id.Value);
        var strangers = Grown.Owners.Where(o => o.Role is OwnerRole.Stranger or OwnerRole.LookAlike);
        foreach (var owner in strangers)
        {
            var launches = Records
                .Where(r => images.GetValueOrDefault(ImageOf(r))?.OwnerId.Value == owner.Owner)
                .ToList();
            Assert.Equal(owner.Launches, launches.Count);
            Assert.Equal(
                owner.Users.Select(u => u.Value),
                launches.Select(r => (string)r["recipientAccountId"]!).Distinct().Order(StringComparer.Ordinal)
            );
        }
    }

    [Fact]
    public void Images_that_are_gone_were_launched_and_exist_no_more()
    {
        Assert.NotEmpty(Grown.Gone);
        var launched = Records.Select(ImageOf).ToHashSet(StringComparer.Ordinal);
        Assert.All(Grown.Gone, gone => Assert.Contains(gone.Value, launched));
        Assert.Empty(Grown.World.Ec2.Images.Select(i => i.Id).Intersect(Grown.Gone));
    }

    /// <summary>EC2 keeps what an instance was launched from (EC2 user guide, DescribeInstanceImageMetadata).</summary>
    [Fact]
    public void Some_instances_run_from_images_that_are_gone() =>
        Assert.Contains(Grown.World.Ec2.Instances, i => Grown.Gone.Contains(i.ImageId));

    [Fact]
    public void A_former_stranger_has_no_launch_of_the_last_weeks()
    {
        var former = Assert.Single(Grown.Owners, o => o.Role == OwnerRole.FormerStranger);
        Assert.True(former.Last <= new DateOnly(2026, 9, 20));
    }

    /// <summary>CloudTrail user guide, "Finding your CloudTrail log files": a folder a day, files named by the time of delivery.</summary>
    [Fact]
    public void The_past_is_delivered_in_the_folders_of_its_days()
    {
        var world = Create(Size with { Accounts = 20 }).World;
        var delivery = TrailDelivery.Start(world, new MemoryObjects());
        delivery.TakePast();
        var keys = delivery.Deliver();

        var days = world.Trail.All.Select(e => e.Time.UtcDateTime.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture));
        Assert.Equal(
            days.Distinct().Order(StringComparer.Ordinal),
            keys.Select(k => string.Join('/', k.Split('/')[5..8])).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.Empty(delivery.Deliver());
    }
}
