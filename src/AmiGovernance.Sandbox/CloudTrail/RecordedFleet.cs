using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>
/// The answer of CreateFleet as published records have it: the XML of EC2's answer turned into JSON, where a list of one is the one,
/// and an empty list an empty text.
/// </summary>
internal static class RecordedFleet
{
    public const string Operation = "CreateFleet";

    public static JsonObject Response(SandboxCall call, JsonObject answer)
    {
        var recorded = (JsonObject)Convert(answer);
        recorded.Insert(0, "xmlns", "http://ec2.amazonaws.com/doc/2016-11-15/");
        recorded.Insert(1, "requestId", call.RequestId);
        return new JsonObject { ["CreateFleetResponse"] = recorded };
    }

    private static JsonNode Convert(JsonNode node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members
                    .Where(m => m.Value is not null)
                    .Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Convert(m.Value!)))
            ),
            JsonArray elements => List([.. elements.OfType<JsonNode>().Select(Convert)]),
            _ => node.DeepClone(),
        };

    private static JsonNode List(JsonNode[] elements) =>
        elements switch
        {
            [] => JsonValue.Create(""),
            [var only] => new JsonObject { ["item"] = only },
            _ => new JsonObject { ["item"] = new JsonArray(elements) },
        };
}
