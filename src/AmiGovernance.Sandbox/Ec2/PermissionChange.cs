using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>What a ModifyImageAttribute asks to change, in either of the two forms that its parameters can have.</summary>
/// <param name="Description">Null to leave it as it is.</param>
internal sealed record PermissionChange(
    ImmutableArray<LaunchPermission> Add,
    ImmutableArray<LaunchPermission> Remove,
    string? Description
)
{
    /// <summary>The parameters of one entry, with the kinds of launch permission that they stand for.</summary>
    private static readonly (string Parameter, string Kind)[] Kinds =
    [
        ("Group", LaunchPermission.Group),
        ("UserId", LaunchPermission.User),
        ("OrganizationArn", LaunchPermission.Organization),
        ("OrganizationalUnitArn", LaunchPermission.OrganizationalUnit),
    ];

    private const string OfDescription = "description";
    private const string OfPermission = "launchPermission";

    public bool IsEmpty => Add.IsEmpty && Remove.IsEmpty && Description is null;

    public static PermissionChange Of(CallInput input)
    {
        CheckAttributes(input);
        var permission = input.Object("LaunchPermission");
        var older = input.Text("Attribute") == OfDescription ? input.Text("Value") : null;
        return new PermissionChange(
            [.. Entries(permission.Objects("Add")), .. Older(input, "add")],
            [.. Entries(permission.Objects("Remove")), .. Older(input, "remove")],
            input.Object("Description").Text("Value") ?? older
        );
    }

    /// <summary>
    /// EC2 API reference, "ModifyImageAttribute": one attribute at a time, by its name or by its parameter. The message is that of
    /// ModifyVpcAttribute.
    /// </summary>
    private static void CheckAttributes(CallInput input)
    {
        if (input.Has("ImdsSupport"))
            throw SandboxException.NotKnown("the attribute imdsSupport of ModifyImageAttribute");
        var named = input.Text("Attribute");
        if (named is not (null or OfDescription or OfPermission))
            throw new SandboxException("InvalidParameterValue", $"Value ({named}) for parameter attribute is invalid.");

        var given = new SortedSet<string>(StringComparer.Ordinal);
        if (named is not null)
            given.Add(named);
        if (input.Has("Description"))
            given.Add(OfDescription);
        if (input.Has("LaunchPermission") || input.Has("OperationType"))
            given.Add(OfPermission);
        if (given.Count > 1)
            throw new SandboxException(
                "InvalidParameterCombination",
                $"Fields for multiple attribute types specified: {string.Join(", ", given)}"
            );
    }

    /// <summary>Refuses what can be no account and no group.</summary>
    public void Check()
    {
        var all = Add.Concat(Remove).ToList();
        var accounts = all.Where(p => p.Kind == LaunchPermission.User).Select(p => p.Value);
        if (accounts.FirstOrDefault(a => !AccountId.IsValid(a)) is { } account)
            throw InvalidItem($"Invalid attribute item value \"{account}\" for userId item type.");
        if (all.Exists(p => p.Kind == LaunchPermission.Group && p != LaunchPermission.Public))
            throw InvalidItem("Invalid attribute item value for group item type.");
        foreach (var other in all.Where(p => !IsArn(p)))
            throw InvalidItem($"Invalid attribute item value \"{other.Value}\" for {other.Kind} item type.");
    }

    /// <summary>Whether an organization or a unit is named by its ARN; others need none.</summary>
    private static bool IsArn(LaunchPermission permission) =>
        permission.Kind switch
        {
            LaunchPermission.Organization => OrganizationArn.TryParse(permission.Value, out var arn)
                && arn.UnitId is null,
            LaunchPermission.OrganizationalUnit => OrganizationArn.TryParse(permission.Value, out var arn)
                && arn.UnitId is not null,
            _ => true,
        };

    /// <summary>The form of real records of this call.</summary>
    public JsonObject Recorded(string? imageId)
    {
        var recorded = new JsonObject
        {
            ["imageId"] = imageId,
            ["attributeType"] = Description is null ? OfPermission : OfDescription,
        };
        if (Description is not null)
            recorded["description"] = new JsonObject { ["value"] = Description };
        var permission = new JsonObject();
        AddItems(permission, "add", Add);
        AddItems(permission, "remove", Remove);
        if (permission.Count > 0)
            recorded["launchPermission"] = permission;
        return recorded;
    }

    private static void AddItems(JsonObject permission, string name, ImmutableArray<LaunchPermission> items)
    {
        if (!items.IsEmpty)
            permission[name] = new JsonObject { ["items"] = Ec2Shapes.LaunchPermissions(items) };
    }

    private static IEnumerable<LaunchPermission> Entries(IEnumerable<CallInput> entries) =>
        from entry in entries
        from kind in Kinds
        let value = entry.Text(kind.Parameter)
        where value is not null
        select new LaunchPermission(kind.Kind, value);

    /// <summary>The older form: `OperationType`, and lists beside it.</summary>
    private static IEnumerable<LaunchPermission> Older(CallInput input, string operation) =>
        input.Text("OperationType") != operation
            ? []
            : Kinds.SelectMany(k => input.Texts(OlderName(k.Parameter)).Select(v => new LaunchPermission(k.Kind, v)));

    private static string OlderName(string parameter) => parameter == "Group" ? "UserGroup" : parameter;

    private static SandboxException InvalidItem(string message) => new("InvalidAMIAttributeItemValue", message);
}
