using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Amazon EC2 as far as images go.</summary>
internal sealed class Ec2Service : IService
{
    private readonly SandboxWorld world;
    private readonly Guard guard;

    public Ec2Service(SandboxWorld world, Guard guard, TrailRecorder recorder)
    {
        (this.world, this.guard) = (world, guard);
        Launches = new Launches(world, guard, recorder);
        Ec2Calls[] parts =
        [
            new RegionCalls(world, guard),
            new ImageReads(world, guard),
            new SnapshotCalls(world, guard),
            new SnapshotSharing(world, guard),
            new ImageSharing(world, guard),
            new ImageCreation(world, guard),
            new ImageLifecycle(world, guard),
            new RunCalls(world, guard, Launches),
            new InstanceCalls(world, guard),
            new LaunchTemplateCalls(world, guard),
            new FleetCalls(world, guard, Launches),
            new SpotCalls(world, guard, Launches),
            new SettingsCalls(world, guard),
            new ImageReferences(world, guard),
            new UsageReports(world, guard),
            new StatusReports(world, guard),
            new TagCalls(world, guard),
        ];
        Operations = parts.SelectMany(p => p.Operations).ToDictionary(StringComparer.Ordinal);
    }

    public Launches Launches { get; }

    public IReadOnlyDictionary<string, Operation> Operations { get; }

    /// <summary>
    /// For the actions that the sandbox does not carry out: they are authorized like all others, which is all that a dry run
    /// asks for.
    /// </summary>
    public JsonObject? AuthorizeOnly(SandboxCall call)
    {
        if (ActionTable.Service("ec2")?.Find(call.Operation) is null)
            throw new SandboxException(
                "InvalidAction",
                $"The action {call.Operation} is not valid for this web service."
            );
        guard.Authorize(call, Questions(call));
        Ec2Calls.AnswerDryRun(call);
        throw new SandboxException(
            "UnsupportedOperation",
            $"The sandbox authorizes {call.Operation} but does not carry it out; see `amigov docs sandbox`"
        );
    }

    private RequestContext[] Questions(SandboxCall call)
    {
        if (!ImageId.TryParse(ImageOf(call) ?? "", out var id))
            return Ec2Questions.Of(call);
        return Ec2Questions.Of(call, world.Ec2.Image(id), id);
    }

    /// <summary>The image that a call names, in whatever place its action has it.</summary>
    private string? ImageOf(SandboxCall call)
    {
        var specification = call.Input.Object("SpotFleetRequestConfig");
        return call.Input.Text("ImageId")
            ?? FirstImage(specification.Objects("LaunchSpecifications"))
            ?? ImageOf(call, specification);
    }

    /// <summary>Of a fleet: the image that takes the place of the template's, else the template's.</summary>
    private string? ImageOf(SandboxCall call, CallInput specification)
    {
        var templates = call
            .Input.Objects("LaunchTemplateConfig")
            .Concat(specification.Objects("LaunchTemplateConfigs"));
        if (templates.FirstOrDefault() is not { } template)
            return null;
        return FirstImage(template.Objects("Overrides"))
            ?? Launches.Version(call, template.Object("LaunchTemplateSpecification")).Version.ImageId;
    }

    private static string? FirstImage(IEnumerable<CallInput> places) =>
        places.Select(p => p.Text("ImageId")).OfType<string>().FirstOrDefault();
}
