using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// The condition keys that a record of a launch tells (CloudTrail user guide, "CloudTrail record contents"; Service Authorization
/// Reference for EC2). What a launch template sets does not stand in the record.
/// </summary>
internal static class RecordedKeys
{
    private const int MostDepth = 12;

    /// <summary>By the name of the parameter, without regard to the case of its first letter.</summary>
    private static readonly FrozenDictionary<string, string> ByParameter = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["instanceType"] = "ec2:InstanceType",
        ["httpTokens"] = "ec2:MetadataHttpTokens",
        ["httpPutResponseHopLimit"] = "ec2:MetadataHttpPutResponseHopLimit",
        ["httpEndpoint"] = "ec2:MetadataHttpEndpoint",
        ["ebsOptimized"] = "ec2:EbsOptimized",
        ["tenancy"] = "ec2:Tenancy",
        ["availabilityZone"] = "ec2:AvailabilityZone",
        ["keyName"] = "ec2:KeyPairName",
        ["associatePublicIpAddress"] = "ec2:AssociatePublicIpAddress",
        ["encrypted"] = "ec2:Encrypted",
        ["volumeType"] = "ec2:VolumeType",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static ImmutableSortedDictionary<string, string> Of(ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(
            record,
            new JsonDocumentOptions { MaxDepth = TrailEventReader.Options.MaxDepth }
        );
        var root = document.RootElement;
        var found = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
        if (root.TryGetProperty("requestParameters", out var parameters))
            Collect(parameters, 0, found);
        if (Address(root) is { } address)
            found["aws:SourceIp"] = [address];

        // Two values for one key, such as two volumes, are two resources that are asked about apart.
        var told = found.Where(f => f.Value.Count == 1).Select(f => KeyValuePair.Create(f.Key, f.Value.First()));
        return CallInput.NoContext.SetItems(told);
    }

    private static void Collect(JsonElement value, int depth, Dictionary<string, HashSet<string>> found)
    {
        if (depth > MostDepth)
            return;
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                Collect(item, depth + 1, found);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var property in value.EnumerateObject())
            {
                Add(property, found);
                Collect(property.Value, depth + 1, found);
            }
    }

    private static void Add(JsonProperty property, Dictionary<string, HashSet<string>> found)
    {
        if (!ByParameter.TryGetValue(property.Name, out var key) || Text(property.Value) is not { Length: > 0 } text)
            return;
        if (!found.TryGetValue(key, out var values))
            found[key] = values = new HashSet<string>(StringComparer.Ordinal);
        values.Add(text);
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

    /// <summary>Null where a service or the console calls from a name.</summary>
    private static string? Address(JsonElement record) =>
        record.TryGetProperty("sourceIPAddress", out var value)
        && value.ValueKind == JsonValueKind.String
        && IPAddress.TryParse(value.GetString(), out _)
            ? value.GetString()
            : null;
}
