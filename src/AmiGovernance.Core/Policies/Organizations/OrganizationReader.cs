using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>
/// Reads an organization file (docs/reference/organization.md). A target that lists no service control policy has
/// `FullAWSAccess`, as AWS demands at least one.
/// </summary>
public static class OrganizationReader
{
    public static readonly string[] RootKeys =
    [
        "format_version",
        "id",
        "management_account",
        "root",
        "enabled_policy_types",
        "unknown_policy_types",
        "organizational_units",
        "accounts",
        "policies",
        "attachments",
    ];

    private static readonly SourceUpkeep Upkeep = new() { WrittenAgain = "`amigov org export` writes such a file" };

    public static readonly string[] UnitKeys = ["id", "name", "parent"];
    public static readonly string[] AccountKeys = ["id", "name", "email", "parent", "state"];
    public static readonly string[] PolicyKeys =
    [
        "id",
        "name",
        "type",
        "description",
        "aws_managed",
        "tags",
        "content",
    ];
    public static readonly string[] AttachmentKeys = ["target", "policies"];

    /// <summary>Null with a report when the file does not describe an organization.</summary>
    public static Organization? Read(SourceText source, DiagnosticBag bag) =>
        Reading
            .Of(own => JsonParser.Parse(source.KeptBy(Upkeep), own) is { } tree ? Read(tree, tree.Root, own) : null)
            .RequireSound(bag);

    /// <summary>Reads an organization that is a part of a larger file.</summary>
    public static Organization? Read(JsonDocumentTree tree, JsonNode node, DiagnosticBag bag)
    {
        if (ObjectReader.Open(tree, node, RootKeys, bag) is not { } root)
            return null;
        root.RequireVersion("1.0");
        foreach (var key in new[] { "id", "management_account", "root", "accounts" })
            root.Require(key);
        var organization = new Organization
        {
            Id = root.Text("id") ?? "",
            ManagementAccount = root.AccountId("management_account") ?? default,
            RootId = root.Text("root") ?? "",
            Units =
            [
                .. root.List("organizational_units", 0).Select(n => ReadUnit(root, n)).OfType<OrganizationalUnit>(),
            ],
            Accounts = [.. root.List("accounts", 0).Select(n => ReadAccount(root, n)).OfType<OrganizationAccount>()],
            Policies = [.. root.List("policies", 0).Select(n => ReadPolicy(root, n)).OfType<OrganizationPolicy>()],
            Attachments = [.. root.List("attachments", 0).SelectMany(n => ReadAttachments(root, n))],
            UnknownTypes = Types(root, "unknown_policy_types"),
        };
        if (root.Node["enabled_policy_types"] is not null)
            organization = organization with { EnabledTypes = Types(root, "enabled_policy_types") };
        var complete = FullAccess.With(organization);
        if (!bag.HasErrors)
            new OrganizationChecks(tree, root.Node, complete, bag).Run();
        return complete;
    }

    private static ImmutableArray<OrganizationPolicyType> Types(ObjectReader root, string key) =>
        [
            .. root.List(key, 0)
                .Select(n => OrganizationPolicyTypes.FromName(root.Choice(n, OrganizationPolicyTypes.Names)))
                .OfType<OrganizationPolicyType>(),
        ];

    private static OrganizationalUnit? ReadUnit(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, UnitKeys) is not { } unit)
            return null;
        unit.Require("id");
        unit.Require("parent");
        return unit.Text("id") is { } id && unit.Text("parent") is { } parent
            ? new OrganizationalUnit(id, unit.Text("name", 128) ?? id, parent)
            : null;
    }

    private static OrganizationAccount? ReadAccount(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, AccountKeys) is not { } account)
            return null;
        account.Require("id");
        account.Require("parent");
        var state = account.Choice("state", AccountStates.Table);
        if (account.AccountId("id") is not { } id || account.Text("parent") is not { } parent)
            return null;
        return new OrganizationAccount(id, account.Text("name", 50) ?? id.Value, parent)
        {
            Email = account.Text("email") ?? "",
            State = state ?? AccountState.Active,
        };
    }

    private static OrganizationPolicy? ReadPolicy(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, PolicyKeys) is not { } policy)
            return null;
        foreach (var key in new[] { "id", "name", "type", "content" })
            policy.Require(key);
        if (
            policy.Choice("type", OrganizationPolicyTypes.Table) is not { } type
            || policy.Text("id") is not { } id
            || policy.Text("name", 128) is not { } name
            || policy.Node["content"] is not { } content
        )
            return null;
        return new OrganizationPolicy(
            id,
            name,
            type,
            content is JsonString text ? text.Value : JsonNodeWriter.Minified(content)
        )
        {
            Description = policy.Text("description", 512) ?? "",
            AwsManaged = policy.Boolean("aws_managed") ?? false,
            Tags = Tags(policy),
        };
    }

    private static ImmutableSortedDictionary<string, string> Tags(ObjectReader policy)
    {
        if (policy.Node["tags"] is not { } node)
            return OrganizationPolicy.NoTags;
        if (node is not JsonObject tags)
        {
            ObjectReader.ReportWrongType(policy.Tree, node, "an object", policy.Bag);
            return OrganizationPolicy.NoTags;
        }
        return tags
            .Properties.Select(p => (p.Name, (p.Value as JsonString)?.Value ?? ""))
            .ToImmutableSortedDictionary(t => t.Name, t => t.Item2, StringComparer.Ordinal);
    }

    private static IEnumerable<PolicyAttachment> ReadAttachments(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, AttachmentKeys) is not { } attachment)
            return [];
        attachment.Require("target");
        attachment.Require("policies");
        return attachment.Text("target") is { } target
            ? attachment
                .List("policies", 0)
                .Select(n => attachment.Text(n))
                .OfType<string>()
                .Select(policy => new PolicyAttachment(target, policy))
            : [];
    }
}
