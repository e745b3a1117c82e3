using AmiGovernance.Core.Iam;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// Amazon EC2 as far as images go. Each call goes through the form of its parameters, authorization, the dry run, and then the
/// declarative layer, in AWS's order.
/// </summary>
public sealed class Ec2Service
{
    public const string Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private readonly SandboxWorld world;
    private readonly Ec2Guard guard;
    private readonly Dictionary<string, Action<SandboxCall, QueryInput, XmlAnswer>> operations;

    public Ec2Service(SandboxWorld world)
    {
        this.world = world;
        guard = new Ec2Guard(world);
        var images = new ImageCalls(world, guard);
        var creation = new ImageCreation(world, guard);
        var instances = new InstanceCalls(world, guard);
        var settings = new SettingsCalls(world, guard);
        operations = new(StringComparer.Ordinal)
        {
            ["DescribeRegions"] = DescribeRegions,
            ["DescribeImages"] = images.Describe,
            ["DescribeImageAttribute"] = images.DescribeAttribute,
            ["ModifyImageAttribute"] = images.ModifyAttribute,
            ["ResetImageAttribute"] = images.ResetAttribute,
            ["CreateImage"] = creation.Create,
            ["CopyImage"] = creation.Copy,
            ["RegisterImage"] = creation.Register,
            ["ImportImage"] = creation.Import,
            ["DeregisterImage"] = creation.Deregister,
            ["RunInstances"] = instances.Run,
            ["DescribeInstances"] = instances.Describe,
            ["DescribeInstanceImageMetadata"] = instances.DescribeImageMetadata,
            ["TerminateInstances"] = instances.Terminate,
            ["GetImageBlockPublicAccessState"] = settings.GetBlockPublicAccess,
            ["EnableImageBlockPublicAccess"] = settings.EnableBlockPublicAccess,
            ["DisableImageBlockPublicAccess"] = settings.DisableBlockPublicAccess,
            ["GetAllowedImagesSettings"] = settings.GetAllowedImages,
            ["EnableAllowedImagesSettings"] = settings.EnableAllowedImages,
            ["DisableAllowedImagesSettings"] = settings.DisableAllowedImages,
            ["ReplaceImageCriteriaInAllowedImagesSettings"] = settings.ReplaceCriteria,
        };
    }

    public void Answer(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        if (!IsUsable(call.Region, call.Caller.AccountId))
            throw new SandboxException("AuthFailure", "AWS was not able to validate the provided access credentials", 401);
        if (operations.TryGetValue(call.Operation, out var operation))
        {
            operation(call, input, answer);
            return;
        }
        if (ActionTable.Service("ec2")?.Find(call.Operation) is null) throw new SandboxException("InvalidAction", $"The action {call.Operation} is not valid for this web service.");
        // What is only authorized here: enough for a dry run, which asks nothing else.
        var imageId = input.Text("ImageId") ?? input.Text("LaunchSpecification.ImageId");
        guard.Authorize(call, imageId is null ? null : world.Ec2.Image(imageId), imageId);
        DryRun(input);
        throw new SandboxException("UnsupportedOperation", $"The sandbox authorizes {call.Operation} but does not carry it out; see docs/reference/sandbox.md");
    }

    /// <summary>EC2 API reference, "DryRun": the answer to a caller who may is an error too.</summary>
    internal static void DryRun(QueryInput input)
    {
        if (input.Flag("DryRun")) throw new SandboxException("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
    }

    private bool IsUsable(string region, string account) =>
        world.Ec2.Regions.Contains(region) || (world.Ec2.OptInRegions.TryGetValue(region, out var optedIn) && optedIn.Contains(account));

    private void DescribeRegions(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        guard.Authorize(call);
        DryRun(input);
        var wanted = input.Texts("RegionName");
        var regions = world.Ec2.Regions.Select(r => (Name: r, Status: "opt-in-not-required"))
            .Concat(world.Ec2.OptInRegions.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (Name: r.Key, Status: r.Value.Contains(call.Caller.AccountId) ? "opted-in" : "not-opted-in")))
            .Where(r => (input.Flag("AllRegions") || r.Status != "not-opted-in") && (wanted.IsEmpty || wanted.Contains(r.Name)))
            .Where(r => input.Filters.All(f => f.Name switch
            {
                "opt-in-status" => f.Values.Contains(r.Status),
                "region-name" => f.Values.Any(v => Wildcard.Matches(v, r.Name)),
                _ => true,
            }));
        answer.Items("regionInfo", regions, r => answer.Text("regionName", r.Name).Text("regionEndpoint", $"ec2.{r.Name}.amazonaws.com").Text("optInStatus", r.Status));
    }
}
