using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The snapshots of images that the caller has or had; there are no others.</summary>
internal sealed class SnapshotCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private static readonly FilterTable<SandboxImage> Filters = new(
        i => i.SnapshotTags,
        new()
        {
            ["description"] = i => [Description(i)],
            ["encrypted"] = i => [i.Encrypted ? "true" : "false"],
            ["owner-alias"] = i => [i.OwnerAlias],
            ["owner-id"] = i => [i.OwnerId.Value],
            ["progress"] = _ => [Done],
            ["snapshot-id"] = i => [i.SnapshotId],
            ["start-time"] = i => [i.CreationDate.WireText()],
            ["status"] = _ => ["completed"],
            ["volume-id"] = _ => [AnyVolume],
            ["volume-size"] = _ => ["8"],
        },
        DocumentedFilters.OfSnapshots
    );

    private const string Done = "100%";
    private const string AnyVolume = "vol-ffffffff";

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeSnapshots"] = Describe,
            ["DeleteSnapshot"] = Delete,
        };

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var own = World.Ec2.SnapshotsOf(call.Place);
        var named = Named(own, call.Input.Texts("SnapshotId"), i => i.SnapshotId, NoSnapshot);
        var restorableBy = call.Input.Texts("RestorableBy");
        ImageSearch.CheckUsers(call.Input.Texts("Owner"), ["self", "amazon"]);
        ImageSearch.CheckUsers(restorableBy, ["self", "all"]);
        var found = named
            .Where(i => restorableBy.IsEmpty || restorableBy.Any(who => IsRestorableBy(call, i, who)))
            .Where(Filters.Of(call.Input));
        return Ec2Shapes.Page("snapshotSet", Paging.Ec2.Of(call, found), Shape);
    }

    /// <summary>EC2 API reference, "DescribeSnapshots": `all` stands for those that are public.</summary>
    private static bool IsRestorableBy(SandboxCall call, SandboxImage image, string who) =>
        who == "self" || who == call.Account.Value || (who == "all" && image.PublicSnapshot);

    private static string Description(SandboxImage image) => $"Created by CreateImage for {image.Id}";

    /// <summary>
    /// EC2 API reference, "DeleteSnapshot": one of a registered image cannot be deleted; the code is among EC2's error codes, the text is
    /// guessed.
    /// </summary>
    private JsonObject Delete(SandboxCall call)
    {
        var image = OwnSnapshot(call);
        if (!image.IsDeregistered)
            throw new SandboxException(
                "InvalidSnapshot.InUse",
                $"The snapshot {image.SnapshotId} is currently in use by {image.Id}"
            );
        World.RemoveSnapshot(image);
        return Ec2Shapes.Return;
    }

    private static JsonObject Shape(SandboxImage image) =>
        new()
        {
            ["snapshotId"] = image.SnapshotId,
            ["volumeId"] = AnyVolume,
            ["status"] = "completed",
            ["startTime"] = image.CreationDate,
            ["progress"] = Done,
            ["ownerId"] = image.OwnerId.Value,
            ["volumeSize"] = 8,
            ["encrypted"] = image.Encrypted,
            ["description"] = Description(image),
            ["tagSet"] = Ec2Shapes.Tags(image.SnapshotTags),
        };
}
