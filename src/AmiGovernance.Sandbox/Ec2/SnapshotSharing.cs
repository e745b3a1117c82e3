using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Making the snapshot of an image public, and private again. Sharing with accounts is not known here.</summary>
internal sealed class SnapshotSharing(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private const string Permission = "createVolumePermission";
    private const string Everyone = "all";

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["ModifySnapshotAttribute"] = Modify,
            ["ResetSnapshotAttribute"] = Reset,
        };

    private JsonObject Modify(SandboxCall call)
    {
        CheckAttribute(call);
        var permission = call.Input.Object("CreateVolumePermission");
        var added = NamesEveryone(call, permission.Objects("Add"), "add");
        var removed = NamesEveryone(call, permission.Objects("Remove"), "remove");
        var image = OwnSnapshot(call, (added ? "ec2:Add/group" : "ec2:Remove/group", Everyone));
        if (added && removed)
            throw new SandboxException("InvalidParameterCombination", "Permissions are either added or removed.");
        if (!added && !removed)
            throw new SandboxException("InvalidParameterCombination", "No attributes specified.");
        if (added && !image.PublicSnapshot)
            CheckMayBePublic(call, image);
        World.Put(image with { PublicSnapshot = added });
        return Ec2Shapes.Return;
    }

    private JsonObject Reset(SandboxCall call)
    {
        CheckAttribute(call);
        World.Put(OwnSnapshot(call) with { PublicSnapshot = false });
        return Ec2Shapes.Return;
    }

    /// <summary>
    /// EBS user guide, "Share an Amazon EBS snapshot": while public access is blocked, attempts to share publicly are blocked; EC2 API
    /// reference, "ModifySnapshotAttribute": encrypted snapshots cannot be made public. Codes and texts are guessed.
    /// </summary>
    private void CheckMayBePublic(SandboxCall call, SandboxImage image)
    {
        if (Guard.Restricts(call.Place, DeclarativeAttributes.SnapshotBlockPublicAccess))
            throw NotPermitted(
                "You can't publicly share this snapshot because block public access for snapshots is enabled for this account."
            );
        if (image.Encrypted)
            throw new SandboxException("InvalidParameter", "Encrypted snapshots cannot be made public.");
    }

    /// <summary>Whether everyone is among those who are named, in either of the two forms of the parameters.</summary>
    private static bool NamesEveryone(SandboxCall call, IEnumerable<CallInput> entries, string operation)
    {
        var isOlder = call.Input.Text("OperationType") == operation;
        var named = entries.ToList();
        if (named.Exists(e => e.Has("UserId")) || (isOlder && !call.Input.Texts("UserId").IsEmpty))
            throw SandboxException.NotKnown("sharing a snapshot with an account");
        var groups = named
            .Select(e => e.Text("Group"))
            .OfType<string>()
            .Concat(isOlder ? call.Input.Texts("UserGroup") : [])
            .ToList();
        return groups.Count switch
        {
            0 => false,
            _ when groups.TrueForAll(g => g == Everyone) => true,
            _ => throw InvalidValue("Invalid attribute item value for group item type."),
        };
    }

    private static void CheckAttribute(SandboxCall call)
    {
        if ((call.Input.Text("Attribute") ?? Permission) != Permission)
            throw InvalidValue("Only createVolumePermission can be changed.");
    }
}
