using System.Text.RegularExpressions;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// A part of Amazon EC2's calls. Each goes through the form of its parameters, authorization, the dry run, and then the
/// declarative layer, in AWS's order. Names of answers are those of the XML, as CloudTrail writes them too.
/// </summary>
internal abstract partial class Ec2Calls(SandboxWorld world, Guard guard) : IService
{
    public abstract IReadOnlyDictionary<string, Operation> Operations { get; }

    protected SandboxWorld World => world;

    protected Guard Guard => guard;

    /// <summary>Authorizes a call that concerns no image, and answers a dry run.</summary>
    protected void Begin(SandboxCall call)
    {
        guard.Authorize(call, Ec2Questions.Of(call));
        DryRun(call);
    }

    protected static void DryRun(SandboxCall call)
    {
        // EC2 API reference, "DryRun": the answer to a caller who may is an error too.
        if (call.Input.Flag("DryRun"))
            throw new SandboxException("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
    }

    /// <summary>EC2 checks the form of an id before it looks for it.</summary>
    protected static void CheckId(string id, string prefix, string error)
    {
        if (!id.StartsWith(prefix, StringComparison.Ordinal) || !Hexadecimal().IsMatch(id[prefix.Length..]))
            throw new SandboxException(error, $"Invalid id: \"{id}\" (expecting \"{prefix}...\")");
    }

    /// <summary>
    /// An image of the caller's own that the call names, authorized before it is looked up: a denied caller does not learn
    /// whether it exists.
    /// </summary>
    protected SandboxImage OwnImage(SandboxCall call)
    {
        var id = call.Input.Required("ImageId");
        CheckId(id, "ami-", "InvalidAMIID.Malformed");
        var image = world.Ec2.Image(id) is { } found && found.Region == call.Region ? found : null;
        guard.Authorize(call, Ec2Questions.Of(call, image, id));
        if (image is null || !ImageAccess.IsVisible(world, image, call.Account))
            throw NoImage(id);
        if (image.OwnerId != call.Account)
            throw new SandboxException("AuthFailure", $"Not authorized for image:{id}", 403);
        DryRun(call);
        return image;
    }

    protected static SandboxException NoImage(params IReadOnlyCollection<string> ids) =>
        new(
            "InvalidAMIID.NotFound",
            ids.Count > 1
                ? $"The image ids '[{string.Join(", ", ids)}]' do not exist"
                : $"The image id '[{string.Join(", ", ids)}]' does not exist"
        );

    [GeneratedRegex("^([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex Hexadecimal();
}
