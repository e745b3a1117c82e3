using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>
/// What the parameters of a launch tell policies: condition keys, and the resources that the call names (Service Authorization Reference
/// for EC2; EC2 API reference, "RunInstances"). What a launch template sets does not stand in the parameters.
/// </summary>
/// <param name="Keys">Where the parameters have two values for one key, such as two volumes, it is left out: they are asked about apart.</param>
/// <param name="Resources">Types with ids.</param>
public sealed record LaunchParameters(
    ImmutableArray<KeyValuePair<string, string>> Keys,
    ImmutableArray<(string Type, string Id)> Resources
)
{
    private const int MostDepth = 12;

    /// <summary>CloudTrail wraps lists so.</summary>
    private const string Items = "items";

    /// <summary>By the name of the parameter, which CloudTrail begins with a small letter.</summary>
    private static readonly FrozenDictionary<string, string> KeyOf = new Dictionary<string, string>
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

    /// <summary>With the parameter around it where its own name is not enough.</summary>
    private static readonly FrozenDictionary<string, string> TypeOf = new Dictionary<string, string>
    {
        ["keyName"] = "key-pair",
        ["subnetId"] = "subnet",
        ["securityGroupId"] = "security-group",
        ["groupSet.groupId"] = "security-group",
        ["launchTemplateId"] = "launch-template",
        ["placement.groupName"] = "placement-group",
        ["snapshotId"] = "snapshot",
        ["networkInterfaceId"] = "network-interface",
        ["capacityReservationId"] = "capacity-reservation",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A template sets more than the parameters show.</summary>
    public bool HasTemplate { get; private init; }

    /// <summary>As CloudTrail records them, or as the API takes them.</summary>
    public static LaunchParameters Of(params ReadOnlySpan<JsonElement> parameters)
    {
        var collector = new Collector();
        foreach (var part in parameters)
            collector.Collect(part, "", "", 0);
        return new LaunchParameters(
            [.. collector.Keys.Where(k => k.Value.Count == 1).Select(k => KeyValuePair.Create(k.Key, k.Value.First()))],
            [.. collector.Resources.Distinct()]
        )
        {
            HasTemplate = collector.HasTemplate,
        };
    }

    /// <summary>Snapshots have no account in their ARN.</summary>
    public ImmutableArray<string> Arns(Partition partition, string region, string account) =>
        [
            .. Resources.Select(r =>
                $"arn:{partition.Name()}:ec2:{region}:{(r.Type == "snapshot" ? "" : account)}:{r.Type}/{r.Id}"
            ),
        ];

    private sealed class Collector
    {
        public Dictionary<string, HashSet<string>> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

        public List<(string Type, string Id)> Resources { get; } = [];

        public bool HasTemplate { get; private set; }

        /// <param name="name">The parameter that has the value.</param>
        /// <param name="parent">The parameter around it.</param>
        public void Collect(JsonElement value, string name, string parent, int depth)
        {
            if (depth > MostDepth)
                return;
            if (value.ValueKind == JsonValueKind.Array)
                foreach (var item in value.EnumerateArray())
                    Collect(item, name, parent, depth + 1);
            else if (value.ValueKind == JsonValueKind.Object)
                foreach (var property in value.EnumerateObject())
                {
                    var isList = property.Name == Items;
                    Collect(property.Value, isList ? name : property.Name, isList ? parent : name, depth + 1);
                }
            else if (Text(value) is { Length: > 0 } text)
                Add(name, parent, text);
        }

        private void Add(string name, string parent, string text)
        {
            HasTemplate |= name.StartsWith("launchTemplate", StringComparison.OrdinalIgnoreCase);
            if (TypeOf.GetValueOrDefault(name) is { } type || TypeOf.TryGetValue($"{parent}.{name}", out type))
                Resources.Add((type, text));
            if (!KeyOf.TryGetValue(name, out var key))
                return;
            if (!Keys.TryGetValue(key, out var values))
                Keys[key] = values = new HashSet<string>(StringComparer.Ordinal);
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
    }
}
