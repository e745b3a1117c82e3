using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Config;

internal static class PublisherReader
{
    public static IEnumerable<Publisher> ReadOps(ObjectReader root)
    {
        if (root.Node["ops_publisher_account"] is not { } node)
            return [];
        var entries = node is JsonArray ? root.List("ops_publisher_account", 1) : [node];
        return entries
            .Select(entry => Read(root, entry, PublisherKind.Ops, ConfigKeys.OpsPublisher))
            .OfType<Publisher>();
    }

    public static IEnumerable<Publisher> ReadVendors(ObjectReader root) =>
        root.List("vendor_publisher_accounts", 0)
            .Select(entry => Read(root, entry, PublisherKind.Vendor, ConfigKeys.VendorPublisher))
            .OfType<Publisher>();

    public static ImmutableArray<AliasPublisher> ReadAliases(ObjectReader root)
    {
        var aliases = root.List("publisher_aliases", 0)
            .Select(node => ReadAlias(root, node))
            .OfType<AliasPublisher>()
            .ToList();
        root.Distinct(aliases.Select(a => (a.Node, a.Alias.DeclarativeName())));
        return [.. aliases.DistinctBy(a => a.Alias)];
    }

    private static Publisher? Read(ObjectReader root, JsonNode node, PublisherKind kind, string[] keys)
    {
        if (root.Open(node, keys) is not { } entry)
            return null;
        entry.Require("account_id");
        foreach (var key in keys)
            if (key is not ("account_id" or "may_create_images" or "image_criteria"))
                entry.Text(key);
        var mayCreate = entry.Boolean("may_create_images") ?? true;
        var criteria = ImageCriteriaReader.Read(entry);
        return entry.AccountId("account_id") is { } id
            ? new Publisher(entry.Node, kind, id, Name(entry), mayCreate, criteria)
            : null;
    }

    private static string? Name(ObjectReader entry) =>
        entry.Node["vendor_name"] is JsonString vendor
            ? vendor.Value
            : (entry.Node["account_name"] as JsonString)?.Value;

    private static AliasPublisher? ReadAlias(ObjectReader root, JsonNode node)
    {
        if (node is JsonString)
            return
                root.Choice(node, OwnerAliases.Names) is { } name && OwnerAliases.FromDeclarativeName(name) is { } plain
                ? new AliasPublisher(node, plain, null)
                : null;
        if (root.Open(node, ConfigKeys.PublisherAlias) is not { } entry)
            return null;
        entry.Require("alias");
        foreach (var comment in (string[])["description", "notes", "reason", "evidence"])
            entry.Text(comment);
        var criteria = ImageCriteriaReader.Read(entry);
        return
            entry.Choice("alias", OwnerAliases.Names) is { } text && OwnerAliases.FromDeclarativeName(text) is { } alias
            ? new AliasPublisher(node, alias, criteria)
            : null;
    }
}
