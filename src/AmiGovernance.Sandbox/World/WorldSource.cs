using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// A world file while it is read, with the world that comes of it. What the file says of accounts, Regions and ids is checked here:
/// each value is null, with a report, when it is missing or cannot be.
/// </summary>
internal sealed class WorldSource(JsonDocumentTree tree, ObjectReader root, SandboxWorld world, DiagnosticBag bag)
{
    public ObjectReader Root => root;

    public SandboxWorld World => world;

    public IEnumerable<ObjectReader> Objects(string key, string[] keys) => Objects(root, key, keys);

    public static IEnumerable<ObjectReader> Objects(ObjectReader reader, string key, string[] keys) =>
        reader.List(key, 0).Select(n => reader.Open(n, keys)).OfType<ObjectReader>();

    public static string? Required(ObjectReader reader, string key)
    {
        reader.Require(key);
        return reader.Text(key);
    }

    public static IEnumerable<string> Texts(ObjectReader reader, string key) =>
        reader.List(key, 0).Select(n => reader.Text(n)).OfType<string>();

    /// <summary>A document as text, of any length.</summary>
    public static string? LongText(ObjectReader reader, string key) => (reader.Node[key] as JsonString)?.Value;

    public static ImmutableSortedDictionary<string, string> Tags(ObjectReader reader, string name = "tags") =>
        ((reader.Node[name] as JsonObject)?.Properties ?? [])
            .Select(p => KeyValuePair.Create(p.Name, (p.Value as JsonString)?.Value ?? ""))
            .ToTags();

    /// <summary>An id of AWS's form, such as `i-` and digits.</summary>
    public string? Id(ObjectReader reader, string key, string prefix)
    {
        if (Required(reader, key) is not { } id)
            return null;
        if (ResourceId.IsOf(id, prefix))
            return id;
        Report(reader.Node[key], $"`{id}` is not an id: `{prefix}` and 8 or 17 hexadecimal digits are needed");
        return null;
    }

    /// <summary>Null when the key is not there.</summary>
    public string? OptionalId(ObjectReader reader, string key, string prefix) =>
        reader.Node[key] is null ? null : Id(reader, key, prefix);

    public ImageId? Image(ObjectReader reader, string key) =>
        Id(reader, key, "ami-") is { } id ? ImageId.Parse(id) : null;

    /// <summary>Null when the key is not there.</summary>
    public ImageId? OptionalImage(ObjectReader reader, string key) =>
        reader.Node[key] is null ? null : Image(reader, key);

    /// <summary>An account of the organization.</summary>
    public AccountId? Account(ObjectReader reader, string key = "account")
    {
        reader.Require(key);
        if (reader.AccountId(key) is not { } id)
            return null;
        if (world.Lookup.Account(id) is not null)
            return id;
        Report(reader.Node[key], $"account {id} is not in the organization");
        return null;
    }

    /// <summary>The name of a Region, whether or not the world has it; null when the key is not there.</summary>
    public RegionName? OptionalRegion(ObjectReader reader, string key) =>
        reader.Text(key) is { } text ? Region(reader.Node[key], text) : null;

    /// <summary>A Region of the world.</summary>
    public RegionName? Region(ObjectReader reader, string key = "region")
    {
        if (Required(reader, key) is not { } text)
            return null;
        if (RegionName.TryParse(text, out var region) && world.Ec2.Knows(region))
            return region;
        Report(
            reader.Node[key],
            $"`{text}` is none of the world's Regions",
            "name it in `regions` or `opt_in_regions`"
        );
        return null;
    }

    public Place? Place(ObjectReader reader)
    {
        if (Account(reader) is { } account && Region(reader) is { } region)
            return new Place(account, region);
        return null;
    }

    public RegionName? Region(JsonNode? node, string text)
    {
        if (RegionName.TryParse(text, out var region))
            return region;
        Report(node, $"`{text}` is not the name of a Region", "such as `us-east-1`");
        return null;
    }

    /// <summary>Of two that cannot both be, the later one.</summary>
    public void ReportTwice(ObjectReader reader, string key, string value) =>
        Report(reader.Node[key], $"`{value}` is given twice");

    public void Report(JsonNode? node, string message, string? help = null) =>
        bag.Report(SandboxDiagnostics.Inconsistent, tree.At(node ?? root.Node), message, help);
}
