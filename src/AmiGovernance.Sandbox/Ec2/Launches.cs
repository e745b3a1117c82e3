using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>What a launch is to start.</summary>
internal sealed record LaunchRequest(SandboxImage Image, string InstanceType, int Count)
{
    /// <summary>Null for a launch without.</summary>
    public LaunchTemplate? Template { get; init; }

    /// <summary>Beside those of the call.</summary>
    public ImmutableDictionary<string, string> MoreTags { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>Launching from an image, by whatever call: finding the image, asking both layers, starting the instances.</summary>
internal sealed class Launches(SandboxWorld world, Guard guard, TrailRecorder recorder)
{
    public const string DefaultType = "m1.small";

    private const string FromParameter = "resolve:ssm:";

    /// <summary>
    /// An image as a launch names it: by its id, or by an SSM parameter. Images that are not shared with the account do not exist
    /// for it.
    /// </summary>
    public SandboxImage Find(SandboxCall call, string named)
    {
        var text = Resolve(call, named);
        var image = ImageId.TryParse(text, out var id) ? world.Ec2.Image(id, call.Region) : null;
        if (image is not { State: SandboxImage.Available } || !ImageAccess.IsVisible(world, image, call.Account))
            throw Ec2Calls.NoImage(text);
        return image;
    }

    /// <summary>EC2 user guide, "Reference AMIs using Systems Manager parameters".</summary>
    private string Resolve(SandboxCall call, string named)
    {
        if (!named.StartsWith(FromParameter, StringComparison.Ordinal))
            return named;
        var name = named[FromParameter.Length..].Split(':')[0];
        return world.Resources.Find(SandboxResource.Parameter, call.Place, name)?.Text("Value")
            ?? throw new SandboxException("InvalidParameterValue", $"The parameter '{name}' does not exist.");
    }

    /// <param name="specification">A template by id or name, and a version of it.</param>
    public (LaunchTemplate Template, LaunchTemplateVersion Version) Version(SandboxCall call, CallInput specification)
    {
        var template = LaunchTemplateCalls.Find(world, call, specification);
        var wanted = specification.Text("Version");
        var version =
            template.Version(wanted)
            ?? throw LaunchTemplateCalls.NoVersion($"{wanted} for launch template with ID {template.Id}");
        return (template, version);
    }

    /// <param name="template">The launch template that the call names; null for none.</param>
    public void Authorize(SandboxCall call, SandboxImage image, LaunchTemplate? template = null) =>
        guard.Authorize(call, Ec2Questions.Of(call, image, template is null ? [] : [template.Arn]));

    /// <summary>Fails where a declarative policy forbids the image; starts the instances else.</summary>
    public IReadOnlyList<SandboxInstance> Start(SandboxCall call, LaunchRequest request)
    {
        guard.CheckAllowed(request.Image, call.Place);
        var tags = call.Input.TagsFor("instance").SetItems(request.MoreTags);
        var started = new List<SandboxInstance>();
        for (var i = 0; i < request.Count; i++)
        {
            var id = world.NewId("i-", 17);
            started.Add(
                new SandboxInstance(id, call.Place, request.Image.Id, request.InstanceType, call.Now)
                {
                    Image = request.Image,
                    Reservation = started.Count > 0 ? started[0].ReservationId : null,
                    ClientToken = call.Input.Text("ClientToken"),
                    Tags = tags,
                }
            );
        }
        foreach (var instance in started)
            world.Ec2.Put(instance);
        world.Put(request.Image with { LastLaunched = call.Now });
        return started;
    }

    /// <summary>
    /// A RunInstances that a service makes for somebody: authorized and on record like any other, whether it is refused or not.
    /// Throws what EC2 answers.
    /// </summary>
    public IReadOnlyList<SandboxInstance> StartFor(SandboxCall run, Func<LaunchRequest> request)
    {
        try
        {
            var wanted = request();
            Authorize(run, wanted.Image, wanted.Template);
            var started = Start(run, wanted);
            recorder.Record(run, Ec2Shapes.Reservation(started));
            return started;
        }
        catch (SandboxException e)
        {
            recorder.RecordFailure(run, e);
            throw;
        }
    }
}
