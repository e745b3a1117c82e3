using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace AmiGovernance.TestSupport.Pipelines;

/// <summary>YAML as a tree of which every scalar is a text, so that nothing is taken for a number or a truth value.</summary>
internal static class YamlFile
{
    /// <param name="text">One document, or several of which the last counts, such as a component behind its `spec`.</param>
    public static JsonNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Node(stream.Documents[^1].RootNode)!;
    }

    public static JsonObject ParseObject(string text) => Parse(text).AsObject();

    private static JsonNode? Node(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => Map(map),
            YamlSequenceNode list => Tagged(list, new JsonArray([.. list.Select(Node)])),
            YamlScalarNode { Value: null or "" } scalar when scalar.Style == YamlDotNet.Core.ScalarStyle.Plain => null,
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => throw new NotSupportedException(node.GetType().Name),
        };

    private static JsonObject Map(YamlMappingNode map)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map.Children)
            result.Add(((YamlScalarNode)key).Value!, Node(value));
        return result;
    }

    /// <summary>A tag such as GitLab's `!reference` becomes the key of an object.</summary>
    private static JsonNode Tagged(YamlNode node, JsonArray value) =>
        node.Tag is { IsEmpty: false, IsLocal: true } tag ? new JsonObject { [tag.Value] = value } : value;
}
