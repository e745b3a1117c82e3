using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>
/// Parameters and answers as CloudTrail spells them: names begin in lower case; of EC2, a list is an object with `items`, and
/// `return` is `_return`. Calls whose real records are known to differ say so themselves.
/// </summary>
internal static class RecordedTree
{
    private static readonly string[] NotParameters = ["Action", "Version", "DryRun"];

    public static JsonObject Request(SandboxCall call)
    {
        var recorded = new JsonObject();
        foreach (var (name, value) in call.Input.Copy())
        {
            if (value is null || NotParameters.Contains(name))
                continue;
            if (call.Service == "ec2" && name == "TagSpecification")
                recorded["tagSpecificationSet"] = TagSpecifications(call);
            else
                recorded[Lower(name)] = Convert(value, call.Service == "ec2");
        }
        return recorded;
    }

    private static JsonObject TagSpecifications(SandboxCall call)
    {
        var items = call.Input.Objects("TagSpecification").Select(TagSpecification);
        return new JsonObject { ["items"] = new JsonArray([.. items]) };
    }

    private static JsonNode TagSpecification(CallInput specification)
    {
        var tags = specification.Tags("Tag").Select(t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value });
        return new JsonObject
        {
            ["resourceType"] = specification.Text("ResourceType"),
            ["tags"] = new JsonArray([.. tags]),
        };
    }

    /// <summary>Null where the answer is empty.</summary>
    public static JsonObject? Response(SandboxCall call, JsonObject? answer)
    {
        if (answer is null || answer.Count == 0)
            return null;
        if (call is { Service: "ec2", Operation: RecordedFleet.Operation })
            return RecordedFleet.Response(call, answer);
        var recorded = (JsonObject)Convert(answer, call.Service == "ec2")!;
        if (call.Service == "ec2")
            recorded.Insert(0, "requestId", call.RequestId);
        // What opens a session is not written down.
        if (recorded["credentials"] is JsonObject credentials)
        {
            credentials.Remove("secretAccessKey");
            credentials["sessionToken"] = "HIDDEN_DUE_TO_SECURITY_REASONS";
        }
        return recorded;
    }

    public static byte[] Bytes(JsonObject record)
    {
        using var buffer = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
            record.WriteTo(writer);
        return buffer.ToArray();
    }

    private static JsonNode? Convert(JsonNode? node, bool ec2)
    {
        switch (node)
        {
            case JsonObject members:
                var converted = new JsonObject();
                foreach (var (name, value) in members)
                    if (value is not null)
                        converted[name == "return" ? "_return" : Lower(name)] = Convert(value, ec2);
                return converted;
            case JsonArray elements:
                var list = new JsonArray([.. elements.Select(e => Convert(e, ec2))]);
                return ec2 ? new JsonObject { ["items"] = list } : list;
            case JsonValue value:
                return ec2 ? Ec2Value(value) : Value(value);
            default:
                return null;
        }
    }

    private static JsonNode Value(JsonValue value) =>
        Answer.AsTime(value) is { } time ? JsonValue.Create(time.WireText()) : value.DeepClone();

    /// <summary>The query protocols send everything as text.</summary>
    private static JsonNode Ec2Value(JsonValue value)
    {
        if (Answer.AsTime(value) is { } time)
            return JsonValue.Create(time.ToUnixTimeMilliseconds());
        if (value.TryGetValue<string>(out var text) && text is "true" or "false")
            return JsonValue.Create(text == "true");
        return value.DeepClone();
    }

    private static string Lower(string name) =>
        name.Length > 0 && char.IsAsciiLetterUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
