using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>What the databases of `images scan` and `trail scan` tell of the use of images.</summary>
public sealed class ImageUseTests : IDisposable
{
    private const string Owner = SandboxRig.Workload;

    private readonly Amigov amigov = new() { Now = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero) };
    private readonly string state = Path.Combine(Path.GetTempPath(), $"amigov-state-{Guid.NewGuid():N}.db");

    public ImageUseTests() =>
        amigov.With(Samples.ConfigPath, Samples.Clean.Replace("222233334444", Owner, StringComparison.Ordinal));

    public void Dispose()
    {
        amigov.Dispose();
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(state) + "*"))
            File.Delete(file);
    }

    private string Demand(params string[] args)
    {
        var (exitCode, output, error) = amigov.Run(args);
        Assert.True(exitCode == 0, $"{exitCode}: {output}{error}");
        return output;
    }

    private async Task<SandboxWorld> Scan()
    {
        var world = WorldGenerator.Create(new WorldSize(10, 1, 3), new Amigov.FixedTime(amigov.Now));
        amigov.Sandbox = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        foreach (var image in world.Ec2.OwnedBy(Owner, "us-east-1").ToList())
            world.Ec2.Put(image with { LastLaunched = null });
        return world;
    }

    /// <summary>Such as a scan leaves that AWS refused after it began.</summary>
    [Fact]
    public void An_inventory_that_nobody_named_and_that_holds_no_scan_says_nothing()
    {
        var without = Demand("exception", "show", "CLOUD-1");
        amigov.Databases.Open("image-inventory.db", ImageInventorySchema.Schema, new())!.Dispose();
        Assert.Equal(without, Demand("exception", "show", "CLOUD-1"));
        Assert.NotEqual(0, amigov.Run("exception", "show", "CLOUD-1", "--db", "image-inventory.db").ExitCode);
    }

    [Fact]
    public async Task A_scan_that_AWS_refuses_leaves_no_inventory()
    {
        await Scan();
        amigov.Sandbox!.Faults.Add(
            new Fault("sts", "GetCallerIdentity", FaultKind.Error) { Code = "ExpiredTokenException", Status = 403 }
        );
        var (exitCode, _, error) = amigov.Run("images", "scan");
        Assert.Equal(1, exitCode);
        Assert.Contains("AMI0713", error, StringComparison.Ordinal);
        Assert.False(amigov.Databases.Exists("image-inventory.db"));
    }

    [Fact]
    public async Task The_inventory_tells_when_EC2_last_launched_an_image_of_the_account_but_not_that_nobody_did()
    {
        var world = await Scan();
        var own = world.Ec2.OwnedBy(Owner, "us-east-1").ToList();
        Demand("images", "scan");
        var none = Demand("exception", "show", "CLOUD-1");
        Assert.Contains("use of the images: none seen\n", none, StringComparison.Ordinal);
        Assert.Contains(
            $"  {own.Count} image{(own.Count == 1 ? "" : "s")} of its own in the inventory\n",
            none,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "  looked at: inventory image-inventory.db, scan 1 of 2026-02-01\n",
            none,
            StringComparison.Ordinal
        );

        world.Ec2.Put(own[0] with { LastLaunched = new DateTimeOffset(2026, 1, 20, 8, 0, 0, TimeSpan.Zero) });
        Demand("images", "scan");
        Assert.Contains(
            "use of the images: at least 1 launch, last on 2026-01-20\n",
            Demand("exception", "show", "CLOUD-1"),
            StringComparison.Ordinal
        );
        Assert.Contains("\"use\": \"used\"", Demand("exception", "report", "-o", "json"), StringComparison.Ordinal);
        // Before the exception was approved, on 2025-12-20.
        world.Ec2.Put(own[0] with { LastLaunched = new DateTimeOffset(2025, 12, 19, 8, 0, 0, TimeSpan.Zero) });
        Demand("images", "scan", "--db", "other.db");
        Assert.Contains(
            "use of the images: none seen\n",
            Demand("exception", "show", "CLOUD-1", "--db", "other.db"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whether_one_was_never_used_is_open_until_all_was_looked_at()
    {
        string[] report = ["exception", "report", "--fail-on", "never-used"];
        var (code, _, error) = amigov.Run(report);
        Assert.Equal(4, code);
        Assert.Contains("whether images of 1 exception were launched is not known", error, StringComparison.Ordinal);

        var world = await Scan();
        Demand("images", "scan");
        Assert.Equal(4, amigov.Run(report).ExitCode);
        Assert.Equal(0, amigov.Run("exception", "report").ExitCode);

        var own = world.Ec2.OwnedBy(Owner, "us-east-1").First();
        world.Ec2.Put(own with { LastLaunched = new DateTimeOffset(2026, 1, 20, 8, 0, 0, TimeSpan.Zero) });
        Demand("images", "scan");
        Demand(report);
    }

    [Fact]
    public async Task The_inventory_knows_owners_that_the_trail_does_not()
    {
        var world = await Scan();
        var image = world.Ec2.OwnedBy(Owner, "us-east-1").First().Id;
        amigov.With(
            "trail.json",
            $$"""{ "ledger": { "complete": true }, "calls": [{ "kind": "launch", "outcome": "succeeded", "account": "444455556666", "image": "{{image}}", "owner": "unknown", "calls": 2, "first": "2026-01-10T08:00:00Z", "last": "2026-01-11T08:00:00Z" }] }"""
        );
        var without = Demand("exception", "show", "CLOUD-1", "--trail", "trail.json");
        Assert.Contains("use of the images: none seen\n", without, StringComparison.Ordinal);
        Assert.Contains("not known: the owners of the images of 2 launches", without, StringComparison.Ordinal);
        Demand("images", "scan");
        var with = Demand("exception", "show", "CLOUD-1", "--trail", "trail.json");
        Assert.Contains("use of the images: 2 launches, last on 2026-01-11\n", with, StringComparison.Ordinal);
        Assert.Contains($"  444455556666  2 launches, last on 2026-01-11: {image}\n", with, StringComparison.Ordinal);
        Assert.DoesNotContain("not known", with, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_a_scan_tells_as_much_as_its_report()
    {
        static string Event(string name, string account, string time, string more) =>
            $$"""{"eventVersion":"1.11","eventID":"{{Guid.NewGuid()}}","eventTime":"{{time}}","eventSource":"ec2.amazonaws.com","eventName":"{{name}}","awsRegion":"us-east-1","recipientAccountId":"{{account}}","eventCategory":"Management","userIdentity":{"type":"AssumedRole","accountId":"{{account}}","arn":"arn:aws:sts::{{account}}:assumed-role/r/s"},{{more}}}""";
        amigov.With(
            "logs/a.json",
            $$"""
            {"Records":[
            {{Event(
                "CreateImage",
                Owner,
                "2025-12-21T08:00:00Z",
                "\"responseElements\":{\"imageId\":\"ami-0aaaaaaaaaaaaaaaa\"}"
            )}},
            {{Event(
                "RunInstances",
                "444455556666",
                "2026-01-10T08:00:00Z",
                "\"responseElements\":{\"instancesSet\":{\"items\":[{\"imageId\":\"ami-0aaaaaaaaaaaaaaaa\"}]}}"
            )}}
            ]}
            """
        );
        Demand("trail", "scan", "logs", "--state", state, "-o", "json=trail.json");
        foreach (var source in new[] { "trail.json", state })
        {
            var story = Demand("exception", "show", "CLOUD-1", "--trail", source);
            Assert.Contains(
                "use of the images: 1 launch, last on 2026-01-10\n  444455556666  1 launch, last on 2026-01-10: ami-0aaaaaaaaaaaaaaaa\n",
                story,
                StringComparison.Ordinal
            );
            Assert.Contains($"looked at: trail {source}, 2025-12-21 to 2026-01-10\n", story, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--db", "none.db", "AMI1007")]
    [InlineData("--trail", "none.json", "")]
    public void A_file_that_was_named_and_is_not_there_is_an_error(string option, string file, string code)
    {
        var (exitCode, output, error) = amigov.Run("exception", "report", option, file);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Contains(code, error, StringComparison.Ordinal);
    }
}
