using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Iam;
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
        Launches = new Launches(world, guard);
        Ec2Calls[] parts =
        [
            new RegionCalls(world, guard),
            new ImageReads(world, guard),
            new ImageSharing(world, guard),
            new ImageCreation(world, guard),
            new ImageLifecycle(world, guard),
            new InstanceCalls(world, guard, Launches),
            new LaunchTemplateCalls(world, guard),
            new FleetCalls(world, guard, Launches, recorder),
            new SettingsCalls(world, guard),
            new ImageReferences(world, guard),
            new StatusReports(world, guard),
            new TagCalls(world, guard),
        ];
        Operations = parts.SelectMany(p => p.Operations).ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal);
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
        var image = ImageOf(call);
        guard.Authorize(call, Ec2Questions.Of(call, image is null ? null : world.Ec2.Image(image), image));
        if (call.Input.Flag("DryRun"))
            throw new SandboxException("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
        throw new SandboxException(
            "UnsupportedOperation",
            $"The sandbox authorizes {call.Operation} but does not carry it out; see docs/reference/sandbox.md"
        );
    }

    /// <summary>The image that a call names, in whatever place its action has it.</summary>
    private string? ImageOf(SandboxCall call)
    {
        var input = call.Input;
        var specification = input.Object("SpotFleetRequestConfig");
        var template =
            input.Objects("LaunchTemplateConfig").FirstOrDefault()
            ?? specification.Objects("LaunchTemplateConfigs").FirstOrDefault();
        return input.Text("ImageId")
            ?? specification
                .Objects("LaunchSpecifications")
                .Select(s => s.Text("ImageId"))
                .OfType<string>()
                .FirstOrDefault()
            ?? (
                template is null
                    ? null
                    : template.Objects("Overrides").Select(o => o.Text("ImageId")).OfType<string>().FirstOrDefault()
                        ?? Launches.Version(call, template.Object("LaunchTemplateSpecification"), out _).ImageId
            );
    }
}
