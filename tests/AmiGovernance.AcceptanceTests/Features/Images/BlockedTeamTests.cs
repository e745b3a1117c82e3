using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>A team whose launch was blocked, with the inventory that the platform team scanned, and without credentials.</summary>
public sealed class BlockedTeamTests : IDisposable
{
    private const string Region = "us-east-1";
    private const string Blocked = "ami-0000000000000b001";
    private const string Newest = "ami-0000000000000a002";
    private const string Parameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

    private readonly Amigov amigov = new() { Now = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero) };
    private readonly SandboxWorld world;

    public BlockedTeamTests()
    {
        world = WorldGenerator.Create(new WorldSize(8, 1, 0), new Amigov.FixedTime(amigov.Now));
        amigov.With(Samples.ConfigPath, Samples.Governance);
        Put("ami-0000000000000a001", WorldGenerator.GoldenImages, "golden-ubuntu-24.04-arm64-20261001", 54);
        Put(Newest, WorldGenerator.GoldenImages, "golden-ubuntu-24.04-arm64-20261101", 23);
        Put("ami-0000000000000a003", WorldGenerator.GoldenImages, "golden-ubuntu-24.04-20261115", 9, "x86_64");
        Put(Blocked, WorldGenerator.Stranger, "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20261120", 4);
    }

    public void Dispose() => amigov.Dispose();

    private void Put(string id, string owner, string name, int days, string architecture = "arm64") =>
        world.Ec2.Put(
            new SandboxImage(
                ImageId.Parse(id),
                RegionName.Parse(Region),
                AccountId.Parse(owner),
                name,
                world.Now.AddDays(-days)
            )
            {
                Architecture = architecture,
                LaunchPermissions = [LaunchPermission.Account(WorldGenerator.PaymentsProduction)],
            }
        );

    private async Task StartOrganization() =>
        amigov.Sandbox = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);

    /// <summary>The organization is gone afterwards: nothing can be asked.</summary>
    private void ScanAndLeave()
    {
        amigov.Sandbox = SandboxServer.Start(world).GetAwaiter().GetResult();
        Assert.True(amigov.Run("images", "scan", "--depth", "full").ExitCode is 0 or 4);
        amigov.Sandbox.DisposeAsync().AsTask().GetAwaiter().GetResult();
        amigov.Sandbox = null;
    }

    private string[] Three(int exitCode, params string[] command)
    {
        var (code, output, error) = amigov.Run(command);
        Assert.True(exitCode == code, $"{code}\n{output}{error}");
        return output.Split('\n')[..3];
    }

    [Fact]
    public void An_error_that_names_the_image_alone_is_answered_from_the_inventory()
    {
        amigov.Run("generate", "--mode", "enabled");
        ScanAndLeave();
        var error =
            $"Could not launch On-Demand Instances. InvalidAMIID.NotFound - The image id '[{Blocked}]' does not exist.";
        Assert.Equal(
            [
                "blocked by: Allowed AMIs, probably: AWS does not show the image",
                "why:        its owner 888800001111 is not approved; only the name is Canonical's",
                $"instead:    {Newest} golden-ubuntu-24.04-arm64-20261101 (2026-11-01)",
            ],
            Three(3, "explain", error)
        );
        var output = amigov.Run("explain", error).Out;
        Assert.Contains($"inventory: {Blocked} is `ubuntu/images/", output, StringComparison.Ordinal);
        Assert.Contains("`amigov exception request TICKET --account 888800001111 ", output, StringComparison.Ordinal);
        Assert.Contains($"'{Blocked} in {Region}: WHY'", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_denial_of_the_service_control_policy_needs_no_owner()
    {
        amigov.Run("generate", "--mode", "enabled");
        ScanAndLeave();
        var error =
            $"User: arn:aws:sts::{WorldGenerator.PaymentsProduction}:assumed-role/ci/x is not authorized to perform: ec2:RunInstances"
            + $" on resource: arn:aws:ec2:{Region}::image/{Blocked} with an explicit deny in a service control policy";
        Assert.Equal(
            [
                "blocked by: service control policy, statement `DenyEC2LaunchWithNonApprovedAMIs`",
                "why:        its owner 888800001111 is not approved; only the name is Canonical's",
                $"instead:    {Newest} golden-ubuntu-24.04-arm64-20261101 (2026-11-01)",
            ],
            Three(3, "explain", error)
        );
    }

    [Theory]
    [InlineData(Blocked, 3)]
    [InlineData(Newest, 0)]
    [InlineData("ami-00000000000000fff", 4)]
    public void The_id_of_an_image_alone_is_answered(string image, int exitCode)
    {
        amigov.Run("generate", "--mode", "enabled");
        ScanAndLeave();
        Three(exitCode, "explain", image);
        Three(exitCode, "explain", image, "--account", WorldGenerator.PaymentsProduction);
    }

    /// <summary>A golden image that is approved, and that AWS does not show all the same, is gone, not shared, or elsewhere.</summary>
    [Fact]
    public void An_approved_image_is_not_hidden_by_the_policies()
    {
        amigov.Run("generate", "--mode", "enabled");
        ScanAndLeave();
        var lines = Three(0, "explain", $"InvalidAMIID.NotFound: The image id '[{Newest}]' does not exist");
        Assert.Equal("blocked by: none of these policies: AWS does not show the image", lines[0]);
        Assert.StartsWith("instead:    ami-0000000000000a001 ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Approved_images_are_found_in_the_inventory_newest_first()
    {
        ScanAndLeave();
        var (code, output, error) = amigov.Run(
            "images",
            "find",
            "ubuntu 24.04 arm64",
            "--region",
            Region,
            "--for",
            "terraform"
        );
        Assert.True(code is 0, $"{code}\n{output}{error}");
        Assert.StartsWith(
            $"""
            approved, the newest first: ubuntu 24.04 arm64 in {Region} (inventory of 2026-11-24)
              2026-11-01  {Newest}  golden-ubuntu-24.04-arm64-20261101
                          of 123456738923
              2026-10-01  ami-0000000000000a001  golden-ubuntu-24.04-arm64-20261001
                          of 123456738923

            """,
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("values = [\"golden-ubuntu-24.04-arm64-*\"]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("20261115", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_approved_is_a_no_where_all_was_looked_at()
    {
        ScanAndLeave();
        Assert.Equal(3, amigov.Run("images", "find", "rocky 9", "--region", Region).ExitCode);
        Assert.Equal(4, amigov.Run("images", "find", "rocky 9", "--region", "eu-north-1").ExitCode);
    }

    [Fact]
    public async Task The_image_behind_a_publishers_parameter_is_looked_up()
    {
        const string Latest = "ami-0000000000000c001";
        Put(Latest, WorldGenerator.Amazon, "al2023-ami-2023.9.20261120.0-kernel-6.1-arm64", 4);
        world.Ec2.Put(
            world.Ec2.Images.Single(i => i.Id.Value == Latest) with
            {
                OwnerAlias = "amazon",
                LaunchPermissions = [LaunchPermission.Public],
            }
        );
        await StartOrganization();
        using (var wire = Sandbox.WireClient.For(amigov.Sandbox!.Address, WorldGenerator.Management))
        {
            var parameter = $$"""{"Name":"{{Parameter}}","Type":"String","Value":"{{Latest}}"}""";
            Assert.True((await wire.Json("ssm", "PutParameter", parameter)).IsOk);
        }
        amigov.Run("images", "scan", "--depth", "full");
        string[] find = ["images", "find", "amazon linux 2023 arm64", "--region", Region];
        Assert.Contains($"newest      {Parameter}", amigov.Run(find).Out, StringComparison.Ordinal);
        var (code, output, error) = amigov.Run([.. find, "--live"]);
        Assert.True(code is 0, $"{code}\n{output}{error}");
        Assert.Contains($"2026-11-20  {Latest}  al2023-ami-2023.9", output, StringComparison.Ordinal);
    }

    /// <summary>A scan of an earlier version left the architecture out: the next one fills it in, and tells no change.</summary>
    [Fact]
    public async Task The_architecture_of_an_older_inventory_is_filled_in()
    {
        await StartOrganization();
        amigov.Run("images", "scan", "--depth", "images");
        using (var database = amigov.Databases.Open("image-inventory.db", ImageInventorySchema.Schema, new()))
        using (var older = database!.CreateCommand())
        {
            older.CommandText = "UPDATE images SET architecture = NULL";
            older.ExecuteNonQuery();
        }
        Assert.Equal(
            4,
            amigov.Run("images", "find", "ubuntu 24.04 arm64", "--region", Region, "--account", "333344445555").ExitCode
        );
        amigov.Run("images", "scan", "--depth", "images");
        Assert.Contains("  architecture   arm64", amigov.Run("images", "show", Newest).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Newest, amigov.Run("images", "changes").Out, StringComparison.Ordinal);
    }
}
