using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Reading images and changing who may launch them.</summary>
internal sealed class ImageCalls(SandboxWorld world, Ec2Guard guard)
{
    /// <summary>EC2 user guide, "AMI quotas": public images of an account in a Region.</summary>
    private const int PublicImages = 5;

    public void Describe(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        guard.Authorize(call);
        Ec2Service.DryRun(input);
        var page = Page.Of(input, Find(call, input), 1, 1000);
        var account = call.Caller.AccountId;
        var (policy, _) = guard.AllowedImagesIn(account, call.Region);
        answer.Items("imagesSet", page.Items, image => Write(answer, image, policy.State == AllowedImagesState.AuditMode ? guard.Decide(image, account, call.Region).Verdict is not ImageVerdict.MarkedOnly : null));
        answer.Text("nextToken", page.NextToken);
    }

    private IEnumerable<SandboxImage> Find(SandboxCall call, QueryInput input)
    {
        var account = call.Caller.AccountId;
        var ids = input.Texts("ImageId");
        foreach (var id in ids) Ec2Guard.CheckId(id, "ami-", "InvalidAMIID.Malformed");
        var (policy, _) = guard.AllowedImagesIn(account, call.Region);
        bool Shown(SandboxImage i) => IsVisible(i, account) && !(policy.State == AllowedImagesState.Enabled && guard.Decide(i, account, call.Region).IsDenied);
        if (!ids.IsEmpty)
        {
            var missing = ids.Where(id => world.Ec2.Image(id) is not { } i || i.Region != call.Region || !Shown(i)).ToList();
            if (missing.Count > 0) throw new SandboxException("InvalidAMIID.NotFound", $"The image id{(missing.Count > 1 ? "s" : "")} '[{string.Join(", ", missing)}]' do{(missing.Count > 1 ? "" : "es")} not exist");
        }
        var owners = input.Texts("Owner").Select(o => o == "self" ? account : o).ToImmutableArray();
        var executable = input.Texts("ExecutableBy");
        var all = !ids.IsEmpty ? ids.Select(id => world.Ec2.Image(id)!) : owners.Length == 1 && owners[0] == account ? world.Ec2.OwnedBy(account, call.Region)
            : world.Ec2.OwnedBy(account, call.Region).Concat(world.Ec2.SharedIn(call.Region).Where(i => i.OwnerId != account)).OrderBy(i => i.Id, StringComparer.Ordinal);
        return all.Where(Shown)
            .Where(i => owners.IsEmpty || owners.Contains(i.OwnerId) || (i.OwnerAlias is not null && owners.Contains(i.OwnerAlias)))
            .Where(i => executable.IsEmpty || executable.Any(e => e == "all" ? i.IsPublic : e == "self" ? IsSharedWith(i, account) : i.LaunchPermissions.Contains(new LaunchPermission("userId", e))))
            // Deprecated images of others are not shown unless asked for; the owner's always are.
            .Where(i => input.Flag("IncludeDeprecated") || i.OwnerId == account || i.DeprecationTime is not { } time || time > call.Now || !ids.IsEmpty)
            .Where(i => input.Flag("IncludeDisabled") || i.State != "disabled")
            .Where(i => input.Filters.All(f => Matches(i, f.Name, f.Values, call)));
    }

    private bool Matches(SandboxImage image, string filter, ImmutableArray<string> values, SandboxCall call)
    {
        var value = filter switch
        {
            "is-public" => image.IsPublic ? "true" : "false",
            "image-id" => image.Id,
            "name" => image.Name,
            "description" => image.Description,
            "state" => image.State,
            "owner-id" => image.OwnerId,
            "owner-alias" => image.OwnerAlias ?? "",
            "architecture" => "x86_64",
            "image-type" => "machine",
            "virtualization-type" => "hvm",
            "root-device-type" => "ebs",
            "source-image-id" => image.SourceImageId ?? "",
            "source-instance-id" => image.SourceInstanceId ?? "",
            "image-allowed" => guard.Decide(image, call.Caller.AccountId, call.Region).Verdict is ImageVerdict.MarkedOnly or ImageVerdict.Denied ? "false" : "true",
            _ when filter.StartsWith("tag:", StringComparison.Ordinal) => image.Tags.GetValueOrDefault(filter[4..]),
            "tag-key" => string.Join('\n', image.Tags.Keys),
            _ => throw new SandboxException("InvalidParameterValue", $"The filter '{filter}' is invalid"),
        };
        return value is not null && values.Any(v => filter == "tag-key" ? image.Tags.ContainsKey(v) : Wildcard.Matches(v, value));
    }

    private bool IsVisible(SandboxImage image, string account) => image.OwnerId == account || IsSharedWith(image, account) || image.IsPublic;

    /// <summary>By account, by the organization, or by an organizational unit above the account.</summary>
    private bool IsSharedWith(SandboxImage image, string account) => image.LaunchPermissions.Any(p =>
        p == new LaunchPermission("userId", account)
        || (p.Kind == "organizationArn" && p.Value.EndsWith($"/{world.Organization.Id}", StringComparison.Ordinal))
        || (p.Kind == "organizationalUnitArn" && world.Index.PathTo(account).Any(step => p.Value.EndsWith($"/{step}", StringComparison.Ordinal))));

    internal static void Write(XmlAnswer answer, SandboxImage image, bool? allowed)
    {
        answer.Text("imageId", image.Id).Text("imageLocation", $"{image.OwnerId}/{image.Name}").Text("imageState", image.State).Text("imageOwnerId", image.OwnerId)
            .Text("creationDate", image.CreationDate.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.000'Z'", System.Globalization.CultureInfo.InvariantCulture))
            .Flag("isPublic", image.IsPublic).Text("architecture", "x86_64").Text("imageType", "machine").Text("imageOwnerAlias", image.OwnerAlias).Text("name", image.Name)
            .Text("description", image.Description.Length > 0 ? image.Description : null).Text("rootDeviceType", "ebs").Text("rootDeviceName", "/dev/xvda")
            .Items("blockDeviceMapping", [image], i => answer.Text("deviceName", "/dev/xvda").Inside("ebs", () => answer.Text("snapshotId", i.SnapshotId.Length > 0 ? i.SnapshotId : $"snap-{i.Id[4..]}").Flag("encrypted", i.Encrypted).Number("volumeSize", 8).Text("volumeType", "gp3")))
            .Text("virtualizationType", "hvm").Text("hypervisor", "xen").Flag("enaSupport", true).Time("deprecationTime", image.DeprecationTime).Time("lastLaunchedTime", image.LastLaunched)
            .Text("sourceImageId", image.SourceImageId).Text("sourceInstanceId", image.SourceInstanceId);
        if (!image.ProductCodes.IsEmpty) answer.Items("productCodes", image.ProductCodes, c => answer.Text("productCode", c).Text("type", "marketplace"));
        if (!image.Tags.IsEmpty) answer.Tags(image.Tags);
        if (allowed is { } known) answer.Flag("imageAllowed", known);
    }

    public void DescribeAttribute(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var image = Own(call, input, "DescribeImageAttribute");
        Ec2Service.DryRun(input);
        answer.Text("imageId", image.Id);
        switch (input.Required("Attribute"))
        {
            case "launchPermission":
                answer.Items("launchPermission", image.LaunchPermissions, p => answer.Text(p.Kind, p.Value));
                break;
            case "description":
                answer.Inside("description", () => answer.Text("value", image.Description));
                break;
            default:
                throw new SandboxException("InvalidParameterValue", $"Value ({input.Text("Attribute")}) for parameter attribute is invalid. Unknown attribute.");
        }
    }

    /// <summary>Authorized before the id is looked up: a denied caller does not learn whether the image exists.</summary>
    private SandboxImage Own(SandboxCall call, QueryInput input, string operation)
    {
        var id = input.Required("ImageId");
        Ec2Guard.CheckId(id, "ami-", "InvalidAMIID.Malformed");
        var image = world.Ec2.Image(id) is { } found && found.Region == call.Region ? found : null;
        guard.Authorize(call, image, id);
        if (image is null || !IsVisible(image, call.Caller.AccountId)) throw new SandboxException("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist");
        return image.OwnerId == call.Caller.AccountId ? image : throw new SandboxException("AuthFailure", $"Not authorized for image:{id} ({operation})", 403);
    }

    public void ModifyAttribute(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var permission = input.Structure("LaunchPermission");
        ImmutableArray<LaunchPermission> add = [.. Permissions(permission.Structures("Add")), .. input.Text("OperationType") == "add" ? Older(input) : []];
        ImmutableArray<LaunchPermission> remove = [.. Permissions(permission.Structures("Remove")), .. input.Text("OperationType") == "remove" ? Older(input) : []];
        call.RecordedRequest = new JsonObject { ["imageId"] = input.Text("ImageId"), ["attributeType"] = "launchPermission", ["launchPermission"] = new JsonObject { ["add"] = Recorded(add), ["remove"] = Recorded(remove) } };
        var image = Own(call, input, "ModifyImageAttribute");
        Ec2Service.DryRun(input);
        if (add.Contains(LaunchPermission.Public) && !image.IsPublic)
        {
            if (guard.PublicAccessIn(call.Caller.AccountId, call.Region).Blocks)
                throw new SandboxException("OperationNotPermitted", "You can't publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API.");
            if (world.Ec2.OwnedBy(image.OwnerId, image.Region).Count(i => i.IsPublic) >= PublicImages)
                throw new SandboxException("ResourceLimitExceeded", "You have reached your quota for the number of public AMIs.");
        }
        foreach (var account in add.Where(p => p.Kind == "userId" && !AccountId.IsValid(p.Value))) throw new SandboxException("InvalidAMIAttributeItemValue", $"Invalid attribute item value \"{account.Value}\" for userId item type.");
        world.Ec2.Put(image with
        {
            LaunchPermissions = [.. image.LaunchPermissions.Except(remove).Union(add)],
            Description = input.Text("Description.Value") ?? (input.Text("Attribute") == "description" ? input.Text("Value") : null) ?? image.Description,
        });
        world.Changes++;
        answer.Flag("return", true);
    }

    public void ResetAttribute(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var image = Own(call, input, "ResetImageAttribute");
        Ec2Service.DryRun(input);
        world.Ec2.Put(image with { LaunchPermissions = [] });
        world.Changes++;
        answer.Flag("return", true);
    }

    private static IEnumerable<LaunchPermission> Permissions(IEnumerable<QueryInput> entries)
    {
        foreach (var entry in entries)
            foreach (var (name, kind) in new[] { ("Group", "group"), ("UserId", "userId"), ("OrganizationArn", "organizationArn"), ("OrganizationalUnitArn", "organizationalUnitArn") })
                if (entry.Text(name) is { } value) yield return new LaunchPermission(kind, value);
    }

    private static IEnumerable<LaunchPermission> Older(QueryInput input) =>
        input.Texts("UserGroup").Select(g => new LaunchPermission("group", g)).Concat(input.Texts("UserId").Select(u => new LaunchPermission("userId", u)))
            .Concat(input.Texts("OrganizationArn").Select(o => new LaunchPermission("organizationArn", o))).Concat(input.Texts("OrganizationalUnitArn").Select(o => new LaunchPermission("organizationalUnitArn", o)));

    private static JsonObject? Recorded(ImmutableArray<LaunchPermission> permissions) =>
        permissions.IsEmpty ? null : new JsonObject { ["items"] = new JsonArray([.. permissions.Select(p => (JsonNode)new JsonObject { [p.Kind] = p.Value })]) };
}
