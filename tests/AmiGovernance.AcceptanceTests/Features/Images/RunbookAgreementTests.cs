using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>The runbook's two scripts, as they are written there and run by the real AWS CLI in each account, against our commands.</summary>
public sealed partial class RunbookAgreementTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 4).Select(i => $"ami-{i:x17}")];

    [Fact]
    public async Task The_scripts_and_the_commands_find_the_same_images_and_make_them_private_alike()
    {
        using var amigov = new Amigov();
        var world = WorldGenerator.Create(new WorldSize(8, 2, 1), new Amigov.FixedTime(amigov.Now));
        foreach (var (id, i) in Ids.Select((id, i) => (id, i)))
            world.Ec2.Put(
                new SandboxImage(
                    Core.Base.Identifiers.ImageId.Parse(id),
                    RegionName.Parse(i % 2 == 0 ? "us-east-1" : "eu-west-1"),
                    AccountId.Parse(i < 2 ? WorldGenerator.Observability : WorldGenerator.LogArchive),
                    $"image-{i}",
                    world.Now.AddDays(-i)
                )
                {
                    LaunchPermissions = [LaunchPermission.Public],
                }
            );
        amigov.Sandbox = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        using var cli = new AwsCli(amigov.Sandbox);

        var scripted = new List<string>();
        foreach (var account in new[] { WorldGenerator.LogArchive, WorldGenerator.Observability })
            scripted.AddRange(await Find(cli, account));
        Assert.Equal(4, scripted.Count);
        Assert.Equal(0, amigov.Run("images", "scan", "--depth", "public").ExitCode);
        Assert.Equal(scripted.Order(StringComparer.Ordinal), Found(amigov));

        // One with the runbook's script, the others with ours; either is content with what the other did.
        var script = RunbookCommandTests.Script("make-ami-private.sh", ("ami-12345678", Ids[0]));
        var made = await cli.Bash(script, WorldGenerator.Observability);
        Assert.EndsWith("\n[]\n", made.Out, StringComparison.Ordinal);
        Assert.Equal(0, amigov.Run("images", "review").ExitCode);
        amigov.Files.Files["image-review.json"] = Encoding.UTF8.GetBytes(
            Support.Decisions.MakePrivate(amigov.Text("image-review.json"))
        );
        // In a terminal it asks, below what it would do, and "no" changes nothing.
        (amigov.IsInteractive, amigov.Input) = (true, "no\n");
        var (exit, output, error) = amigov.Run("images", "remediate");
        Assert.Equal(1, exit);
        Assert.Contains("3 calls to make, nothing is changed yet", output, StringComparison.Ordinal);
        Assert.Contains("Make these 3 calls?", error, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", error, StringComparison.Ordinal);
        Assert.False(amigov.Files.Exists("remediation-log.csv"));
        // One document is one answer: a program that reads JSON is not asked.
        (exit, output, error) = amigov.Run("images", "remediate", "--output", "json");
        Assert.Equal(0, exit);
        Assert.DoesNotContain("?", error, StringComparison.Ordinal);
        Assert.Contains("dry run, nothing was changed: `--yes` makes 3 calls", error, StringComparison.Ordinal);
        amigov.Input = "yes\n";
        (exit, output, error) = amigov.Run("images", "remediate");
        Assert.True(exit == 0, output + error);
        Assert.Contains("amigov images undo --run", error, StringComparison.Ordinal);
        amigov.IsInteractive = false;
        Assert.Equal(
            ["AMI_ID", .. Ids.Skip(1)],
            amigov
                .Text("remediation-log.csv")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Split(',')[0])
                .Order(StringComparer.Ordinal)
        );
        var shown = await cli.Bash(
            $"aws ec2 describe-image-attribute --region eu-west-1 --image-id {Ids[1]} --attribute launchPermission --query LaunchPermissions",
            WorldGenerator.Observability
        );
        Assert.Equal((0, "[]\n", ""), shown);
        Assert.Empty(await Find(cli, WorldGenerator.Observability));
        Assert.Equal(0, amigov.Run("images", "scan", "--depth", "public").ExitCode);
        Assert.Empty(Found(amigov));
    }

    private static async Task<IEnumerable<string>> Find(AwsCli cli, string account)
    {
        var (exit, output, error) = await cli.Bash(RunbookCommandTests.Script("find-public-amis.sh"), account);
        Assert.Equal((0, ""), (exit, error));
        return output
            .Split("Checking region: ")
            .Skip(1)
            .SelectMany(part => ImageId().Matches(part).Select(m => $"{account} {part.Split('\n')[0]} {m.Value}"));
    }

    private static IEnumerable<string> Found(Amigov amigov) =>
        JsonNode.Parse(amigov.Run("images", "list", "--finding", "public", "--output", "json").Out)!["images"]!
            .AsArray()
            .Select(i => $"{i!["account"]} {i["region"]} {i["image_id"]}");

    [GeneratedRegex("ami-[0-9a-f]+")]
    private static partial Regex ImageId();
}
