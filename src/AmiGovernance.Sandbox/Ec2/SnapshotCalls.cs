using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The snapshots of the caller's images; there are no others.</summary>
internal sealed class SnapshotCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private static readonly FilterTable<SandboxImage> Filters = new(
        _ => TagSets.None,
        new()
        {
            ["snapshot-id"] = i => [i.SnapshotId],
            ["owner-id"] = i => [i.OwnerId.Value],
            ["status"] = _ => ["completed"],
            ["encrypted"] = i => [i.Encrypted ? "true" : "false"],
        }
    );

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal) { ["DescribeSnapshots"] = Describe };

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var own = World.Ec2.OwnedBy(call.Place);
        var named = Named(own, call.Input.Texts("SnapshotId"), i => i.SnapshotId, NoSnapshot);
        var restorableBy = call.Input.Texts("RestorableBy");
        var found = named
            .Where(i => restorableBy.IsEmpty || restorableBy.Any(who => IsRestorableBy(call, i, who)))
            .Where(Filters.Of(call.Input));
        return Ec2Shapes.Page("snapshotSet", Paging.Ec2.Of(call, found), Shape);
    }

    /// <summary>EC2 API reference, "DescribeSnapshots": `all` stands for those that are public.</summary>
    private static bool IsRestorableBy(SandboxCall call, SandboxImage image, string who) =>
        who == "self" || who == call.Account.Value || (who == "all" && image.PublicSnapshot);

    private static SandboxException NoSnapshot(string id) =>
        new("InvalidSnapshot.NotFound", $"The snapshot '{id}' does not exist.");

    private static JsonObject Shape(SandboxImage image) =>
        new()
        {
            ["snapshotId"] = image.SnapshotId,
            ["volumeId"] = "vol-ffffffff",
            ["status"] = "completed",
            ["startTime"] = image.CreationDate,
            ["progress"] = "100%",
            ["ownerId"] = image.OwnerId.Value,
            ["volumeSize"] = 8,
            ["encrypted"] = image.Encrypted,
            ["description"] = $"Created by CreateImage for {image.Id}",
        };
}
