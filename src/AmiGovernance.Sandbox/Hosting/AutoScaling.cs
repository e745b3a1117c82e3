using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>
/// What Auto Scaling does by itself: launching for a group with its service-linked role, from the launch template as it is at
/// that moment. Only the declarative layer can stop it.
/// </summary>
internal sealed class AutoScaling(SandboxWorld world, Launches launches)
{
    /// <summary>Starts one more instance of a group. Throws what EC2 answers; the attempt is on record either way.</summary>
    public SandboxInstance ScaleOut(Place place, string name)
    {
        var group =
            world.Resources.Find(AutoScalingService.Kind, place, name)
            ?? throw new SandboxException(
                "ValidationError",
                $"There is no Auto Scaling group {name} in account {place.Account} in {place.Region}."
            );
        var call = Call(place);
        var used = new CallInput(group.Body["LaunchTemplate"] as JsonObject ?? [], "ec2");
        var (template, version) = launches.Version(call, used);
        var type = version.InstanceType ?? Launches.DefaultType;
        var run = ServiceLinkedRole.AutoScaling.Run(call, world.NewSessionKey(), imageId: null, type);
        run.RecordedRequest?.Add("launchTemplate", Recorded(template, version));
        return launches.StartFor(run, () => Request(run, name, template, version, type))[0];
    }

    /// <summary>Nobody calls; the service-linked role takes the caller's place.</summary>
    private SandboxCall Call(Place place) =>
        new()
        {
            Service = "autoscaling",
            Operation = "ScaleOut",
            Region = place.Region,
            Caller = new CallerIdentity(place.Account, "", "", ""),
            AccessKey = "",
            Input = new CallInput([], "ec2"),
            Now = world.Now,
            RequestId = world.NewId("", 32),
        };

    private static JsonObject Recorded(LaunchTemplate template, LaunchTemplateVersion version) =>
        new() { ["launchTemplateId"] = template.Id, ["version"] = version.NumberText };

    private LaunchRequest Request(
        SandboxCall run,
        string group,
        LaunchTemplate template,
        LaunchTemplateVersion version,
        string type
    )
    {
        var image = launches.Find(run, version.ImageId ?? throw run.Input.Missing("ImageId"));
        var tags = ImmutableDictionary<string, string>
            .Empty.Add(AutoScalingService.GroupTag, group)
            .Add("aws:ec2launchtemplate:id", template.Id)
            .Add("aws:ec2launchtemplate:version", version.NumberText);
        return new LaunchRequest(image, type, 1) { MoreTags = tags };
    }
}
