using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Tags of the caller's images, instances and launch templates.</summary>
internal sealed class TagCalls(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateTags"] = call => Change(call, tags => tags.SetItems(call.Input.Tags("Tag"))),
            // EC2 API reference: a tag without a value goes whatever its value; without tags all go.
            ["DeleteTags"] = call =>
                Change(
                    call,
                    tags =>
                        call.Input.Has("Tag")
                            ? tags.RemoveRange(
                                call.Input.Objects("Tag")
                                    .Where(t =>
                                        !t.Has("Value") || tags.GetValueOrDefault(t.Required("Key")) == t.Text("Value")
                                    )
                                    .Select(t => t.Required("Key"))
                            )
                            : TagSets.None
                ),
        };

    private JsonObject Change(
        SandboxCall call,
        Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change
    )
    {
        var ids = call.Input.Texts("ResourceId");
        if (ids.IsEmpty)
            throw call.Input.Missing("ResourceId");
        Begin(call);
        foreach (var id in ids)
        {
            if (World.Ec2.Image(id) is { } image && image.OwnerId == call.Account && image.Region == call.Region)
                World.Put(image with { Tags = change(image.Tags) });
            else if (World.Ec2.Instance(call.Account, call.Region, id) is { } instance)
                World.Ec2.Put(instance with { Tags = change(instance.Tags) });
            else if (
                World.Ec2.LaunchTemplatesOf(call.Account, call.Region).FirstOrDefault(t => t.Id == id) is { } template
            )
                World.Ec2.Put(template with { Tags = change(template.Tags) });
            else
                throw new SandboxException("InvalidID", $"The ID '{id}' is not valid");
        }
        World.Changes++;
        return Ec2Shapes.Return;
    }
}
