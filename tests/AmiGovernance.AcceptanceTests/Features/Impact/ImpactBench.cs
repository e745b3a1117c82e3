using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Impact;

/// <summary>An organization in the sandbox whose policies deny, and an account in it that has nothing but what a test puts there.</summary>
public abstract class ImpactBench : IDisposable
{
    private protected const string Account = "400000000000";
    private protected const string Region = "us-east-1";

    private protected Amigov Amigov { get; } = new() { Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };

    private protected SandboxWorld World { get; }

    private protected string Stranger { get; }

    private protected string Golden { get; }

    protected ImpactBench()
    {
        Amigov.With(Samples.ConfigPath, Samples.Governance);
        Assert.Equal(0, Amigov.Run("generate", "--mode", "enabled").ExitCode);
        World = WorldGenerator.Create(new WorldSize(9, 1, 1), new Amigov.FixedTime(Amigov.Now));
        Amigov.Sandbox = SandboxServer.Start(World).GetAwaiter().GetResult();
        Stranger = World.Ec2.OwnedBy(WorldGenerator.Stranger, Region).First().Id.Value;
        Golden = World.Ec2.OwnedBy(WorldGenerator.GoldenImages, Region).First().Id.Value;
        // The account's own things are those of the test alone.
        foreach (var template in World.Ec2.LaunchTemplatesOf(Account, Region).ToList())
            World.Ec2.Remove(template);
        foreach (
            var kind in new[] { AutoScalingService.Kind, "parameter", ImageRecipe.Kind, ImageRecipe.ContainerKind }
        )
        foreach (var resource in World.Resources.Of(kind, Account, Region).ToList())
            World.Resources.Remove(kind, Account, Region, resource.Name);
        foreach (var instance in World.Ec2.InstancesOf(Account, Region).ToList())
            World.Ec2.Put(instance with { State = "terminated" });
    }

    public void Dispose()
    {
        Amigov.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected (int Code, JsonElement Report, string Error) Impact(params string[] more)
    {
        var (code, output, error) = Amigov.Run(["impact", "--account", Account, "--output", "json", .. more]);
        Assert.True(output.Length > 0, error);
        return (code, JsonDocument.Parse(output).RootElement, error);
    }

    private protected JsonElement Finding(string id) =>
        Impact().Report.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("id").GetString() == id);

    private protected static List<string> Uses(JsonElement finding) =>
        [
            .. finding
                .GetProperty("uses")
                .EnumerateArray()
                .Select(u =>
                    $"{u.GetProperty("urgency").GetString()} {u.GetProperty("kind").GetString()} {u.GetProperty("name").GetString()}{(u.TryGetProperty("detail", out var detail) ? $": {detail.GetString()}" : "")}"
                ),
        ];

    private protected static Place Home => SandboxText.Place(Account, Region);

    private protected LaunchTemplate Template(string id, string name, params string?[] images)
    {
        var template = new LaunchTemplate(id, name, Home, Amigov.Now)
        {
            Versions =
            [
                .. images.Select((image, i) => new LaunchTemplateVersion(i + 1, image, "t3.micro", Amigov.Now)),
            ],
        };
        World.Ec2.Put(template);
        return template;
    }

    private protected JsonObject Group(string name, LaunchTemplate template, string version, int size)
    {
        var group = AutoScalingService.Group(Home, name, template, version, size, Amigov.Now);
        World.Resources.Put(group);
        return group.Body;
    }

    private protected void Recipe(string kind, string name, string image) =>
        World.Resources.Put(ImageRecipe.Of(kind, Home, name, "1.0.0", ImageId.Parse(image), Amigov.Now));
}
