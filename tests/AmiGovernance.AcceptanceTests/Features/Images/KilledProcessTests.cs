using System.Diagnostics;
using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>The program itself, killed while AWS has done a call and not answered it yet.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("amigov-killed-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Process Start(SandboxServer server, params string[] arguments)
    {
        var start = AmigovProcess.Start(folder, arguments);
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["AWS_ACCESS_KEY_ID"] = CredentialStore.AdministratorKey(
            AccountId.Parse(WorldGenerator.Management)
        );
        start.Environment["AWS_SECRET_ACCESS_KEY"] = CredentialStore.AdministratorSecret;
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_ENDPOINT_URL"] = server.Address.ToString();
        return Process.Start(start)!;
    }

    private async Task<(int ExitCode, string Output)> Run(SandboxServer server, params string[] arguments)
    {
        using var process = Start(server, arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }

    /// <summary>Ends it without a chance to clean up, when the call was done so many times.</summary>
    private async Task RunAndKill(SandboxServer server, string operation, int after, params string[] arguments)
    {
        server.Faults.Add(new Fault("ec2", operation, FaultKind.HoldAnswer) { Skip = after });
        var (reached, calls) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        void Seen(TrailEvent e)
        {
            if (e.Operation == operation && ++calls > after)
                reached.TrySetResult();
        }
        server.World.Trail.Recorded += Seen;
        using var process = Start(server, arguments);
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        server.World.Trail.Recorded -= Seen;
        server.Faults.Clear();
    }

    [Fact]
    public async Task A_scan_and_a_remediation_are_taken_up_again_and_nothing_is_lost_or_done_twice()
    {
        var world = WorldGenerator.Create(new WorldSize(8, 2, 0), TimeProvider.System);
        string[] ids = [.. Enumerable.Range(0, 4).Select(i => $"ami-{i:x17}")];
        foreach (var (id, i) in ids.Select((id, i) => (id, i)))
            world.Ec2.Put(
                new SandboxImage(
                    ImageId.Parse(id),
                    RegionName.Parse(i % 2 == 0 ? "us-east-1" : "eu-west-1"),
                    AccountId.Parse(i < 2 ? WorldGenerator.Observability : WorldGenerator.LogArchive),
                    $"image-{i}",
                    world.Now
                )
                {
                    LaunchPermissions = [LaunchPermission.Public],
                }
            );
        await using var server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        var changes = new List<string>();
        world.Trail.Recorded += e =>
        {
            if (e.Operation == "ModifyImageAttribute")
                lock (changes)
                    changes.Add(e.Account.Value);
        };

        await RunAndKill(server, "DescribeImages", after: 5, "images", "scan", "--at-once", "2");
        var resumed = await Run(server, "images", "scan", "--resume");
        Assert.True(resumed.ExitCode == 0, resumed.Output);
        var listed = await Run(server, "images", "list", "--finding", "public", "--output", "json");
        Assert.Equal(ids, ImageIds(listed.Output));

        Assert.Equal(0, (await Run(server, "images", "review")).ExitCode);
        var review = Path.Combine(folder, "image-review.json");
        await File.WriteAllTextAsync(
            review,
            Support.Decisions.MakePrivate(await File.ReadAllTextAsync(review, TestContext.Current.CancellationToken)),
            TestContext.Current.CancellationToken
        );
        await RunAndKill(server, "ModifyImageAttribute", after: 1, "images", "remediate", "--yes");
        var done = await Run(server, "images", "remediate", "--yes");
        Assert.True(done.ExitCode == 0, done.Output);
        Assert.DoesNotContain(world.Ec2.Images, i => ids.Contains(i.Id.Value) && i.IsPublic);
        // Every image once: in AWS, in the log and in the runbook's table.
        Assert.Equal(4, changes.Count);
        var log = (
            await File.ReadAllLinesAsync(
                Path.Combine(folder, "remediation-log.jsonl"),
                TestContext.Current.CancellationToken
            )
        )
            .Select(l => JsonNode.Parse(l)!)
            .Where(e => (string?)e["event"] == "done")
            .Select(e => (string?)e["image_id"]);
        Assert.Equal(ids, log.Order(StringComparer.Ordinal));
        Assert.Equal(
            ids,
            (
                await File.ReadAllLinesAsync(
                    Path.Combine(folder, "remediation-log.csv"),
                    TestContext.Current.CancellationToken
                )
            )
                .Skip(1)
                .Select(l => l.Split(',')[0])
                .Order(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<string> ImageIds(string json) =>
        JsonNode.Parse(json)!["images"]!.AsArray().Select(i => (string)i!["image_id"]!).Order(StringComparer.Ordinal);
}
