using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Reading images. Reads may lag behind changes (<see cref="SandboxWorld.ReadLag"/>).</summary>
internal sealed class ImageReads(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeImages"] = Describe,
            ["DescribeImageAttribute"] = DescribeAttribute,
            ["DescribeSnapshots"] = DescribeSnapshots,
        };

    private static readonly FilterTable<SandboxImage> Filters = new(
        i => i.Tags,
        new()
        {
            ["architecture"] = i => [i.Architecture],
            ["block-device-mapping.snapshot-id"] = i => [i.SnapshotId],
            ["block-device-mapping.encrypted"] = i => [i.Encrypted ? "true" : "false"],
            ["creation-date"] = i => [AmiGovernance.Sandbox.Protocols.Answer.IsoTime(i.CreationDate)],
            ["description"] = i => [i.Description],
            ["ena-support"] = _ => ["true"],
            ["hypervisor"] = _ => ["xen"],
            ["image-id"] = i => [i.Id],
            ["image-type"] = _ => ["machine"],
            ["is-public"] = i => [i.IsPublic ? "true" : "false"],
            ["name"] = i => [i.Name],
            ["owner-alias"] = i => [i.OwnerAlias],
            ["owner-id"] = i => [i.OwnerId],
            ["product-code"] = i => i.ProductCodes,
            ["root-device-type"] = _ => ["ebs"],
            ["source-image-id"] = i => [i.SourceImageId],
            ["source-image-region"] = i => [i.SourceImageRegion],
            ["source-instance-id"] = i => [i.SourceInstanceId],
            ["state"] = i => [i.State],
            ["virtualization-type"] = _ => ["hvm"],
            ["image-watermark-key"] = i => i.Watermarks.Select(w => w.WatermarkKey),
        }
    );

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var (policy, _) = Guard.AllowedImagesIn(call.Account, call.Region);
        var governed = policy.State is AllowedImagesState.AuditMode or AllowedImagesState.Enabled;
        bool IsAllowed(SandboxImage image) =>
            Guard.Decide(image, call.Account, call.Region).Verdict
                is not (ImageVerdict.MarkedOnly or ImageVerdict.Denied);
        // EC2 user guide, "Allowed AMIs": when it is enabled, images that are not allowed are not found at all.
        bool IsShown(SandboxImage image) =>
            ImageAccess.IsVisible(World, image, call.Account)
            && (policy.State != AllowedImagesState.Enabled || IsAllowed(image));
        var holds = Filters.Of(call.Input, i => governed ? IsAllowed(i) : null);
        var page = Paging.Ec2.Of(call, Candidates(call, IsShown).Where(holds));
        return new JsonObject
        {
            ["imagesSet"] = Ec2Shapes.List(page.Items, i => Ec2Shapes.Image(i, governed ? IsAllowed(i) : null)),
            ["nextToken"] = page.NextToken,
        };
    }

    private IEnumerable<SandboxImage> Candidates(SandboxCall call, Func<SandboxImage, bool> isShown)
    {
        var ids = call.Input.Texts("ImageId");
        foreach (var id in ids)
            CheckId(id, "ami-", "InvalidAMIID.Malformed");
        var owners = call
            .Input.Texts("Owner")
            .Select(o => o == "self" ? call.Account : o)
            .ToImmutableHashSet(StringComparer.Ordinal);
        var executable = call.Input.Texts("ExecutableBy");
        IEnumerable<SandboxImage> found;
        if (!ids.IsEmpty)
        {
            var named = ids.Select(id =>
                    World.Ec2.Image(id) is { } image && image.Region == call.Region ? World.Seen(image) : null
                )
                .ToList();
            var missing = ids.Where((_, i) => named[i] is not { } image || !isShown(image)).ToList();
            if (missing.Count > 0)
                throw NoImage(missing);
            found = named.OfType<SandboxImage>();
        }
        else
        {
            found = World.Ec2.OwnedBy(call.Account, call.Region);
            if (owners.Count != 1 || !owners.Contains(call.Account))
                found = found
                    .Concat(World.Ec2.SharedIn(call.Region).Where(i => i.OwnerId != call.Account))
                    .OrderBy(i => i.Id, StringComparer.Ordinal);
            found = found.Select(World.Seen).OfType<SandboxImage>().Where(isShown);
        }
        return found
            .Where(i =>
                owners.IsEmpty
                || owners.Contains(i.OwnerId)
                || (i.OwnerAlias is not null && owners.Contains(i.OwnerAlias))
            )
            .Where(i => executable.IsEmpty || executable.Any(e => IsExecutableBy(i, e, call.Account)))
            // Deprecated images of others are not shown unless asked for; the owner's always are.
            .Where(i =>
                call.Input.Flag("IncludeDeprecated")
                || i.OwnerId == call.Account
                || i.DeprecationTime is not { } time
                || time > call.Now
                || !ids.IsEmpty
            )
            .Where(i => call.Input.Flag("IncludeDisabled") || i.State != "disabled");
    }

    /// <summary>EC2 API reference, "DescribeImages": `self` counts shares with the organization, an account id only shares with the account.</summary>
    private bool IsExecutableBy(SandboxImage image, string who, string account) =>
        who switch
        {
            "all" => image.IsPublic,
            "self" => ImageAccess.IsSharedWith(World, image, account),
            _ => image.LaunchPermissions.Contains(LaunchPermission.Account(who)),
        };

    private JsonObject DescribeAttribute(SandboxCall call)
    {
        var attribute = call.Input.Required("Attribute");
        var image = OwnImage(call);
        image = World.Seen(image) ?? throw NoImage(image.Id);
        var answer = new JsonObject { ["imageId"] = image.Id };
        switch (attribute)
        {
            case "launchPermission":
                answer["launchPermission"] = Ec2Shapes.LaunchPermissions(image.LaunchPermissions);
                break;
            case "description":
                answer["description"] = new JsonObject { ["value"] = image.Description };
                break;
            case "deregistrationProtection":
                answer["deregistrationProtection"] = new JsonObject
                {
                    ["value"] = image.DeregistrationProtection ? "enabled" : "disabled",
                };
                break;
            case "productCodes":
                answer["productCodes"] = Ec2Shapes.List(
                    image.ProductCodes,
                    c => new JsonObject { ["productCode"] = c, ["type"] = "marketplace" }
                );
                break;
            default:
                throw new SandboxException(
                    "InvalidParameterValue",
                    $"Value ({attribute}) for parameter attribute is invalid. Unknown attribute."
                );
        }
        return answer;
    }

    private static readonly FilterTable<SandboxImage> SnapshotFilters = new(
        _ => TagSets.None,
        new()
        {
            ["snapshot-id"] = i => [i.SnapshotId],
            ["owner-id"] = i => [i.OwnerId],
            ["status"] = _ => ["completed"],
            ["encrypted"] = i => [i.Encrypted ? "true" : "false"],
        }
    );

    /// <summary>The snapshots of the caller's images; there are no others. EC2 API reference, "DescribeSnapshots": `all` stands for those that are public.</summary>
    private JsonObject DescribeSnapshots(SandboxCall call)
    {
        Begin(call);
        var ids = call.Input.Texts("SnapshotId");
        var own = World.Ec2.OwnedBy(call.Account, call.Region);
        if (ids.FirstOrDefault(id => own.All(i => i.SnapshotId != id)) is { } missing)
            throw new SandboxException("InvalidSnapshot.NotFound", $"The snapshot '{missing}' does not exist.");
        var restorable = call.Input.Texts("RestorableBy");
        bool IsRestorable(SandboxImage image) =>
            restorable.IsEmpty
            || restorable.Any(r => r == "self" || r == call.Account || (r == "all" && image.PublicSnapshot));
        var page = Paging.Ec2.Of(
            call,
            own.Where(i => ids.IsEmpty || ids.Contains(i.SnapshotId))
                .Where(IsRestorable)
                .Where(SnapshotFilters.Of(call.Input))
        );
        return new JsonObject
        {
            ["snapshotSet"] = Ec2Shapes.List(
                page.Items,
                i => new JsonObject
                {
                    ["snapshotId"] = i.SnapshotId,
                    ["volumeId"] = "vol-ffffffff",
                    ["status"] = "completed",
                    ["startTime"] = i.CreationDate,
                    ["progress"] = "100%",
                    ["ownerId"] = i.OwnerId,
                    ["volumeSize"] = 8,
                    ["encrypted"] = i.Encrypted,
                    ["description"] = $"Created by CreateImage for {i.Id}",
                }
            ),
            ["nextToken"] = page.NextToken,
        };
    }
}
