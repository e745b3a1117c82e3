using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;
using TagSet = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Tags of the caller's images, snapshots, instances and launch templates.</summary>
internal sealed class TagCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateTags"] = call => Change(call, tags => tags.SetItems(call.Input.Tags("Tag"))),
            ["DeleteTags"] = call => Change(call, tags => Without(tags, call.Input)),
        };

    /// <summary>EC2 API reference, "DeleteTags": a tag without a value goes whatever its value; without tags all go.</summary>
    private static TagSet Without(TagSet tags, CallInput input)
    {
        if (!input.Has("Tag"))
            return TagSets.None;
        var unwanted = input
            .Objects("Tag")
            .Select(t => (Key: t.Required("Key"), HasValue: t.Has("Value"), Value: t.Text("Value")))
            .Where(t => !t.HasValue || tags.GetValueOrDefault(t.Key) == t.Value);
        return tags.RemoveRange(unwanted.Select(t => t.Key));
    }

    private JsonObject Change(SandboxCall call, Func<TagSet, TagSet> change)
    {
        var ids = call.Input.Texts("ResourceId");
        if (ids.IsEmpty)
            throw call.Input.Missing("ResourceId");
        Begin(call);
        foreach (var id in ids)
            if (!Change(call, id, change))
                throw new SandboxException("InvalidID", $"The ID '{id}' is not valid");
        World.Changes++;
        return Ec2Shapes.Return;
    }

    /// <summary>False when the caller has nothing of that id.</summary>
    private bool Change(SandboxCall call, string id, Func<TagSet, TagSet> change)
    {
        if (OwnImage(call, id) is { } image)
            World.Put(image with { Tags = change(image.Tags) });
        else if (World.Ec2.Instance(call.Place, id) is { } instance)
            World.Ec2.Put(instance with { Tags = change(instance.Tags) });
        else if (World.Ec2.LaunchTemplate(call.Place, id) is { } template)
            World.Ec2.Put(template with { Tags = change(template.Tags) });
        else if (World.Ec2.SnapshotsOf(call.Place).FirstOrDefault(i => i.SnapshotId == id) is { } snapshot)
            World.Put(snapshot with { SnapshotTags = change(snapshot.SnapshotTags) });
        else
            return false;
        return true;
    }

    private SandboxImage? OwnImage(SandboxCall call, string id)
    {
        var image = ImageId.TryParse(id, out var imageId) ? World.Ec2.Image(imageId) : null;
        return image?.Home == call.Place ? image : null;
    }
}
