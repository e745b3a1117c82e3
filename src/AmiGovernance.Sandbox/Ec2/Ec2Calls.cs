using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// A part of Amazon EC2's calls. Each goes through the form of its parameters, authorization, the dry run, and then the
/// declarative layer, in AWS's order. Names of answers are those of the XML, as CloudTrail writes them too.
/// </summary>
internal abstract class Ec2Calls(SandboxWorld world, Guard guard) : IService
{
    public abstract IReadOnlyDictionary<string, Operation> Operations { get; }

    protected SandboxWorld World => world;

    protected Guard Guard => guard;

    /// <summary>Authorizes a call that concerns no image, and answers a dry run.</summary>
    protected void Begin(SandboxCall call) => Begin(call, Ec2Questions.Of(call));

    /// <summary>Authorizes a call on what it asks about, and answers a dry run.</summary>
    protected void Begin(SandboxCall call, RequestContext[] questions)
    {
        guard.Authorize(call, questions);
        AnswerDryRun(call);
    }

    /// <summary>EC2 API reference, "DryRun": the answer to a caller who may is an error too.</summary>
    public static void AnswerDryRun(SandboxCall call)
    {
        if (IsDryRun(call))
            throw new SandboxException(
                AwsFacts.DryRunPassed.Value,
                "Request would have succeeded, but DryRun flag is set.",
                412
            );
    }

    protected static bool IsDryRun(SandboxCall call) => call.Input.Flag("DryRun");

    /// <summary>EC2 checks the form of an id before it looks for it.</summary>
    /// <param name="prefix">Such as `i-`.</param>
    /// <param name="code">Of the refusal.</param>
    /// <returns>The id.</returns>
    protected static string CheckedId(string id, string prefix, string code) =>
        ResourceId.IsOf(id, prefix)
            ? id
            : throw new SandboxException(code, $"Invalid id: \"{id}\" (expecting \"{prefix}...\")");

    protected static void CheckInstanceId(string id) => CheckedId(id, "i-", "InvalidInstanceID.Malformed");

    /// <summary>An image as a call names it.</summary>
    public static ImageId ReadImageId(string text) => ImageId.Parse(CheckedId(text, "ami-", "InvalidAMIID.Malformed"));

    /// <summary>
    /// An image of the caller's own that the call names, authorized before it is looked up: a denied caller does not learn
    /// whether it exists.
    /// </summary>
    protected SandboxImage OwnImage(SandboxCall call)
    {
        var id = ReadImageId(call.Input.Required("ImageId"));
        var image = world.Ec2.Image(id, call.Region);
        guard.Authorize(call, Ec2Questions.Of(call, image, id));
        if (image is null || !ImageAccess.IsVisible(world, image, call.Account))
            throw NoImage(id.Value);
        if (image.OwnerId != call.Account)
            throw new SandboxException("AuthFailure", $"Not authorized for image:{id}", 403);
        AnswerDryRun(call);
        return image;
    }

    /// <summary>
    /// The image whose snapshot a call names; its own, or one that it deregistered. An id that is not there is told before the caller is
    /// authorized.
    /// </summary>
    /// <param name="key">A condition key of the call beside the usual ones, with its value.</param>
    protected SandboxImage OwnSnapshot(SandboxCall call, (string Name, string Value)? key = null)
    {
        var id = call.Input.Required("SnapshotId");
        var image = world.Ec2.SnapshotsOf(call.Place).FirstOrDefault(i => i.SnapshotId == id) ?? throw NoSnapshot(id);
        var questions = Ec2Questions.Of(call);
        if (key is var (name, value))
            foreach (var question in questions)
                question.Set(name, value);
        guard.Authorize(call, questions);
        AnswerDryRun(call);
        return image;
    }

    protected static SandboxException NoSnapshot(string id) =>
        new("InvalidSnapshot.NotFound", $"The snapshot '{id}' does not exist.");

    /// <summary>Of a list: what has one of the ids that a call names, or all when it names none. Fails on an id that nothing has.</summary>
    protected static IEnumerable<T> Named<T>(
        IEnumerable<T> own,
        ImmutableArray<string> ids,
        Func<T, string> idOf,
        Func<string, SandboxException> missing
    )
    {
        if (ids.IsEmpty)
            return own;
        var found = own.Where(item => ids.Contains(idOf(item))).ToList();
        var known = found.Select(idOf).ToHashSet(StringComparer.Ordinal);
        return ids.FirstOrDefault(id => !known.Contains(id)) is { } unknown ? throw missing(unknown) : found;
    }

    public static SandboxException NoImage(string id) =>
        new("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist");

    protected static SandboxException NoInstance(string id) =>
        new("InvalidInstanceID.NotFound", $"The instance ID '{id}' does not exist");

    protected static SandboxException InvalidValue(string message) => new("InvalidParameterValue", message);

    protected static SandboxException NotPermitted(string message) => new("OperationNotPermitted", message);
}
