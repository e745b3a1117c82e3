using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Preflight;

/// <summary>
/// What preflight says of the files in tests/data/golden beside what happens: each image is launched or copied with the real AWS CLI, in
/// an organization that has the policies.
/// </summary>
public sealed class LaunchedReferenceTests
{
    private const string Region = "us-east-1";
    private const string Denied = "(UnauthorizedOperation)";

    /// <summary>
    /// Cases that are judged by what the configuration gives: the same policies can be deployed. On every day one of three.
    /// </summary>
    public static TheoryData<string> Cases =>
        [
            .. GoldenCase
                .Names(inSandbox: false)
                .Where(n =>
                    n.StartsWith("preflight-", StringComparison.Ordinal)
                    && new GoldenCase(n).OnlyCommand is { } command
                    && command.Contains("--mode enabled", StringComparison.Ordinal)
                    && !command.Contains("--org", StringComparison.Ordinal)
                )
                .Where((_, i) => TestScale.Takes(i, oneIn: 3)),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_allowed_is_launched_and_what_is_denied_is_refused(string name)
    {
        var golden = new GoldenCase(name);
        using var sandbox = new DeployedSandbox("enabled");
        foreach (var (file, bytes) in golden.Inputs)
            sandbox.Amigov.Files.Files[file] = bytes;
        sandbox.Deploy("enabled");
        var decided = Decided(sandbox.Amigov, golden.OnlyCommand!);
        Assert.NotEmpty(decided);
        var images = decided.Select((d, i) => Put(sandbox.World, d.Judgement, i + 1)).ToList();
        using var cli = new AwsCli(sandbox.Amigov.Sandbox!);
        for (var i = 0; i < decided.Count; i++)
        {
            var (action, judgement) = decided[i];
            var call = Call(action, images[i].Id.Value);
            var (exitCode, _, error) = await cli.Bash(call, Caller(sandbox.World, judgement));
            if (Text(judgement, "verdict") == "allowed")
                Assert.True(exitCode == 0, $"{judgement}\n{call}\n{error}");
            else
                Assert.True(error.Contains(Denied, StringComparison.Ordinal), $"{judgement}\n{call}\n{error}");
        }
    }

    /// <summary>The account that the file names, where the organization has it; else another that no policy names either.</summary>
    private static string Caller(SandboxWorld world, JsonNode judgement)
    {
        var account = Text(judgement, "account") ?? SandboxRig.Workload;
        return world.Organization.Account(AccountId.Parse(account)) is null ? SandboxRig.Workload : account;
    }

    /// <summary>All that is allowed, and what is denied for whose it is.</summary>
    private static List<(string Action, JsonNode Judgement)> Decided(Amigov amigov, string command)
    {
        var words = command.Split(' ').ToList();
        var output = words.IndexOf("--output");
        if (output >= 0)
            words.RemoveRange(output, 2);
        var account = words.IndexOf("--account");
        if (account >= 0)
            words.RemoveRange(account, 2);
        var run = amigov.Run([.. words, "--account", SandboxRig.Workload, "--output", "json"]);
        var answer = JsonNode.Parse(run.Out)!;
        return
        [
            .. answer["references"]!
                .AsArray()
                .SelectMany(r =>
                    r!["judgements"]!.AsArray().Select(j => (Action: r["action"]!.GetValue<string>(), Judgement: j!))
                )
                .Where(d => Text(d.Judgement, "verdict") is "allowed" or "explicitDeny" or "implicitDeny"),
        ];
    }

    /// <summary>An image with the owner that the file, or what is known of the image, names.</summary>
    private static SandboxImage Put(SandboxWorld world, JsonNode judgement, int number)
    {
        var owner = Text(judgement, "image_owner") ?? Text(judgement["image"]!, "owner");
        Assert.NotNull(owner);
        var isAlias = !char.IsAsciiDigit(owner[0]) && owner != "self";
        var account =
            owner == "self" ? SandboxRig.Workload
            : isAlias ? WorldGenerator.Amazon
            : owner;
        var image = world.Ec2.OwnedBy(WorldGenerator.Amazon, Region).First() with
        {
            Id = ImageId.Parse(Text(judgement["image"]!, "id") ?? $"ami-{number:x17}"),
            OwnerId = AccountId.Parse(account),
            OwnerAlias = isAlias ? owner : null,
            Name = Text(judgement, "image_name") ?? "web-1",
            LaunchPermissions = [LaunchPermission.Public],
        };
        world.Ec2.Put(image);
        return image;
    }

    private static string Call(string action, string image) =>
        action.EndsWith("CopyImage", StringComparison.Ordinal)
            ? $"aws ec2 copy-image --source-image-id {image} --source-region {Region} --name copy"
            : $"aws ec2 run-instances --image-id {image} --instance-type t3.micro --count 1";

    private static string? Text(JsonNode node, string member) => node[member]?.GetValue<string>();
}
