using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>Makes the launches of the past, as EC2 would have made them, so that CloudTrail has them on record.</summary>
internal sealed class GrownHistory(SandboxWorld world, GrownImages images)
{
    private const string Type = "m7i.large";
    private const string Deployer = "deployment";
    private const string Session = "pipeline";

    private readonly Launches launches = new(world, new Guard(world), new TrailRecorder(world));
    private readonly Dictionary<GrownUsage, SandboxInstance> running = [];
    private readonly Dictionary<GrownUsage, LaunchTemplate> templates = [];

    /// <returns>The image that was launched.</returns>
    public SandboxImage Launch(GrownUsage usage, DateTimeOffset at)
    {
        var image = images.Newest(usage.Source, usage.Place.Region, at);
        var instance = usage.HasGroup ? LaunchForGroup(usage, image, at) : LaunchByRole(usage, image, at);
        if (running.Remove(usage, out var before))
            world.Ec2.Remove(before);
        if (usage.IsBatch)
            world.Ec2.Remove(instance);
        else
            running[usage] = instance;
        return image;
    }

    private SandboxInstance LaunchByRole(GrownUsage usage, SandboxImage image, DateTimeOffset at)
    {
        var call = Call(usage.Place, at) with { RecordedRequest = RecordedLaunch.Of(image.Id.Value, Type, 1, 1) };
        var tags = ImmutableDictionary<string, string>.Empty.Add("Name", usage.Name);
        return launches.StartFor(call, () => new LaunchRequest(image, Type, 1) { MoreTags = tags })[0];
    }

    /// <summary>With the group's template as it was on that day.</summary>
    private SandboxInstance LaunchForGroup(GrownUsage usage, SandboxImage image, DateTimeOffset at)
    {
        var template = Template(usage, image, at);
        var version = template.Versions[^1];
        var call = Call(usage.Place, at);
        var run = ServiceLinkedRole.AutoScaling.Run(call, world.NewSessionKey(), imageId: null, Type);
        run.RecordedRequest?.Add(
            "launchTemplate",
            new JsonObject { ["launchTemplateId"] = template.Id, ["version"] = version.NumberText }
        );
        var tags = ImmutableDictionary<string, string>
            .Empty.Add(AutoScalingService.GroupTag, usage.Name)
            .Add("aws:ec2launchtemplate:id", template.Id)
            .Add("aws:ec2launchtemplate:version", version.NumberText);
        return launches.StartFor(run, () => new LaunchRequest(image, Type, 1) { MoreTags = tags })[0];
    }

    /// <summary>A new version for each new image.</summary>
    private LaunchTemplate Template(GrownUsage usage, SandboxImage image, DateTimeOffset at)
    {
        if (!templates.TryGetValue(usage, out var template))
        {
            template = new LaunchTemplate(world.NewId("lt-", 17), usage.Name, usage.Place, at);
            world.Resources.Put(AutoScalingService.Group(usage.Place, usage.Name, template, "$Latest", 1, at));
        }
        if (template.Versions.LastOrDefault()?.ImageId != image.Id.Value)
        {
            var version = new LaunchTemplateVersion(template.Versions.Length + 1, image.Id.Value, Type, at);
            template = template with { Versions = template.Versions.Add(version) };
        }
        world.Ec2.Put(template);
        return templates[usage] = template;
    }

    private SandboxCall Call(Place place, DateTimeOffset at)
    {
        var role = Arns.Iam(place.Account, $"role/{Deployer}");
        var session = Arns.Session(place.Account, Deployer, Session);
        return new SandboxCall
        {
            Service = "ec2",
            Operation = "RunInstances",
            Region = place.Region,
            Caller = new CallerIdentity(place.Account, role, session, $"AROASANDBOXDEPLOYER00:{Session}"),
            AccessKey = world.NewSessionKey(),
            Input = new CallInput([], "ec2"),
            Now = at,
            RequestId = Guid(world.NewId("", 32)),
            SourceAddress = "203.0.113.10",
            UserAgent = "aws-sdk-go-v2/1.41.0",
        };
    }

    private static string Guid(string hex) => $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
}
