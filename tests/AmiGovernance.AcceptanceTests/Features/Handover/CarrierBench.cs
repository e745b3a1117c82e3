using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Handover;

/// <summary>
/// An organization to which something else than amigov brings the policies: the carrier's files are read by parsers of others
/// (tests/judges/carry.mjs), and the calls made by the AWS CLI.
/// </summary>
internal sealed class CarrierBench : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-carrier-");
    private readonly AwsCli cli;
    private readonly string carrier;

    private CarrierBench(SandboxServer server, string carrier)
    {
        this.carrier = carrier;
        Amigov.Sandbox = server;
        cli = new AwsCli(server);
    }

    public Amigov Amigov { get; } = new() { Now = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero) };

    public required SandboxWorld World { get; init; }

    public required SteppingTime Time { private get; init; }

    /// <summary>Time goes by, for the service and for amigov.</summary>
    public void Later(TimeSpan time)
    {
        Time.Now += time;
        Amigov.Now = Time.Now;
    }

    public static async Task<CarrierBench> Start(string carrier, string mode = "audit_mode")
    {
        var time = new SteppingTime(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
        var world = WorldGenerator.Create(new WorldSize(12, 1, 1), time);
        var server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        var bench = new CarrierBench(server, carrier) { World = world, Time = time };
        var deployment = $"\"deployment\": {{ \"carrier\": \"{carrier}\" }},\n  \"policy_config\"";
        bench.Amigov.With(
            Samples.ConfigPath,
            Samples
                .Governance.Replace("\"policy_config\"", deployment, StringComparison.Ordinal)
                .Replace("\"audit_mode\"", $"\"{mode}\"", StringComparison.Ordinal)
        );
        return bench;
    }

    /// <summary>What is printed; it must succeed.</summary>
    public string Run(params string[] arguments)
    {
        var (exit, output, error) = Amigov.Run(arguments);
        Assert.True(exit == 0, output + error);
        return output;
    }

    /// <summary>Exports, with the organization as it is now.</summary>
    public void Export(params string[] options)
    {
        Run("org", "export", "organization.json");
        Run(["export", "--org", "organization.json", .. options]);
    }

    /// <summary>The policies that the carrier makes of its files.</summary>
    public List<CarriedOut> Read()
    {
        foreach (var path in Amigov.Files.List($"export/{carrier}"))
        {
            var to = Path.Combine(folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.WriteAllBytes(to, Amigov.Files.Files[path]);
        }
        return
        [
            .. Tool.RunJudge("carry.mjs", "", carrier, Path.Combine(folder.FullName, "export", carrier))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<CarriedOut>(line, JsonSerializerOptions.Web)!),
        ];
    }

    /// <summary>Makes the calls that the files stand for.</summary>
    public async Task CarryOut()
    {
        foreach (var policy in Read())
        {
            var id = policy.Existing ?? Find(policy);
            if (id is null)
                await Create(policy);
            else
                await Aws(
                    "update-policy",
                    new
                    {
                        PolicyId = id,
                        policy.Name,
                        policy.Description,
                        policy.Content,
                    }
                );
            id ??= Find(policy)!;
            var there = World.Organization.Attachments.Where(a => a.PolicyId == id).Select(a => a.TargetId).ToList();
            var wanted = policy.Targets.Select(Target).ToList();
            foreach (var target in wanted.Except(there))
                await Aws("attach-policy", new { PolicyId = id, TargetId = target });
            foreach (var target in there.Except(wanted))
                await Aws("detach-policy", new { PolicyId = id, TargetId = target });
        }
    }

    private async Task Create(CarriedOut policy)
    {
        var type = World.Organization.EnabledTypes.Select(t => t.Name());
        if (!type.Contains(policy.Type))
            await Aws("enable-policy-type", new { World.Organization.RootId, PolicyType = policy.Type });
        await Aws(
            "create-policy",
            new
            {
                policy.Name,
                policy.Description,
                policy.Content,
                policy.Type,
                Tags = policy.Tags.Select(t => new { t.Key, t.Value }),
            }
        );
    }

    public string? Find(CarriedOut policy) =>
        World.Organization.Policies.FirstOrDefault(p => p.Name == policy.Name && p.Type.Name() == policy.Type)?.Id;

    /// <summary>By its id, or by the names from below the root, whatever divides them.</summary>
    private string Target(string target)
    {
        var organization = World.Organization;
        if (target == "Root")
            return organization.RootId;
        var named = organization.Units.Where(u =>
            NamesOf(u) is var names && (names('/') == target || names(':') == target)
        );
        return named.SingleOrDefault()?.Id
            ?? organization.Accounts.SingleOrDefault(a => a.Name == target)?.Id.Value
            ?? target;
    }

    private Func<char, string> NamesOf(OrganizationalUnit unit) =>
        separator =>
            string.Join(
                separator,
                OrganizationIndex
                    .Of(World.Organization)
                    .PathTo(unit.Id)
                    .Skip(1)
                    .Select(id => World.Organization.Units.Single(u => u.Id == id).Name)
            );

    private async Task Aws(string call, object input)
    {
        var json = JsonSerializer.SerializeToNode(input)!.AsObject();
        foreach (var empty in json.Where(m => m.Value is JsonArray { Count: 0 }).Select(m => m.Key).ToList())
            json.Remove(empty);
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "input.json"), json.ToJsonString());
        var (exit, output, error) = await cli.Bash($"aws organizations {call} --cli-input-json file://input.json");
        Assert.True(exit == 0, output + error);
    }

    public async Task<(int ExitCode, string Out, string Error)> Bash(
        string script,
        params (string Name, byte[] Bytes)[] files
    )
    {
        foreach (var (name, bytes) in files)
            await File.WriteAllBytesAsync(Path.Combine(cli.Folder, name), bytes);
        return await cli.Bash(script);
    }

    public void Dispose()
    {
        cli.Dispose();
        Amigov.Dispose();
        folder.Delete(recursive: true);
    }
}

/// <summary>A policy as a carrier makes it.</summary>
/// <param name="Targets">Ids, or names where the carrier goes by names; `Root` for the root.</param>
/// <param name="Existing">The id of the policy that it takes over.</param>
internal sealed record CarriedOut(
    string Name,
    string Type,
    string Description,
    string Content,
    string[] Targets,
    Dictionary<string, string> Tags,
    string? Existing
);
