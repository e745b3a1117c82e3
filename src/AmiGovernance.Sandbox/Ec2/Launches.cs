using System.Collections.Immutable;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>What a launch is to start.</summary>
internal sealed record LaunchRequest(
    SandboxImage Image,
    string InstanceType,
    int Count,
    ImmutableDictionary<string, string>? MoreTags = null
);

/// <summary>Launching from an image, by whatever call: finding the image, asking both layers, starting the instances.</summary>
internal sealed class Launches(SandboxWorld world, Guard guard)
{
    public const string DefaultType = "m1.small";

    /// <summary>An image as a launch names it: by its id, or by an SSM parameter. Images that are not shared with the account do not exist for it.</summary>
    public SandboxImage Find(SandboxCall call, string imageId)
    {
        var id = Resolve(call, imageId);
        return
            world.Ec2.Image(id) is { } image
            && image.Region == call.Region
            && image.State == "available"
            && ImageAccess.IsVisible(world, image, call.Account)
            ? image
            : throw new SandboxException("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist");
    }

    /// <summary>EC2 user guide, "Reference AMIs using Systems Manager parameters".</summary>
    private string Resolve(SandboxCall call, string imageId)
    {
        const string ssm = "resolve:ssm:";
        if (!imageId.StartsWith(ssm, StringComparison.Ordinal))
            return imageId;
        var name = imageId[ssm.Length..].Split(':')[0];
        return world.Resources.Find("parameter", call.Account, call.Region, name)?.Body["Value"]?.GetValue<string>()
            ?? throw new SandboxException("InvalidParameterValue", $"The parameter '{name}' does not exist.");
    }

    public LaunchTemplateVersion Version(SandboxCall call, CallInput specification, out LaunchTemplate template)
    {
        template = LaunchTemplateCalls.Find(world, call, specification);
        return template.Version(specification.Text("Version"))
            ?? throw new SandboxException(
                "InvalidLaunchTemplateId.VersionNotFound",
                $"Could not find launch template version {specification.Text("Version")} for launch template with ID {template.Id}."
            );
    }

    public void Authorize(SandboxCall call, SandboxImage image) =>
        guard.Authorize(call, Ec2Questions.Of(call, image, image.Id));

    /// <summary>Fails where a declarative policy forbids the image; starts the instances else.</summary>
    public IReadOnlyList<SandboxInstance> Start(SandboxCall call, LaunchRequest request)
    {
        if (guard.Decide(request.Image, call.Account, call.Region).IsDenied)
            throw guard.DeniedByDeclarativePolicy(call.Account);
        var tags = call
            .Input.TagsFor("instance")
            .SetItems(request.MoreTags ?? ImmutableDictionary<string, string>.Empty);
        var started = Enumerable
            .Range(0, request.Count)
            .Select(_ => new SandboxInstance(
                world.NewId("i-", 17),
                call.Account,
                call.Region,
                request.Image.Id,
                request.InstanceType,
                call.Now
            )
            {
                Image = request.Image,
                Tags = tags,
            })
            .ToList();
        foreach (var instance in started)
            world.Ec2.Put(instance);
        world.Put(request.Image with { LastLaunched = call.Now });
        return started;
    }
}
