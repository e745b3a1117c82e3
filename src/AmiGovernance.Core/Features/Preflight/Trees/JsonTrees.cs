using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>JSON as a tree. What the reader passes over is told as the problem of the file: others may read it otherwise.</summary>
internal static class JsonTrees
{
    public static TreeFile Read(SourceText source)
    {
        var read = JsonParser.Read(source);
        var first = read.Findings.FirstOrDefault(f => f.Severity == Severity.Error);
        var problem = first is null ? null : new TreeProblem(first.Location.Span.Start, first.Message);
        return new TreeFile(source, read.Value is { } tree ? [Node(tree.Root)] : [], problem);
    }

    /// <summary>The parser bounds the depth.</summary>
    private static TreeNode Node(JsonNode node) =>
        node switch
        {
            JsonObject map => new TreeMap(
                map.Span,
                [.. map.Properties.Select(p => new TreeEntry(p.Name, p.NameSpan, Node(p.Value)))]
            ),
            JsonArray list => new TreeList(list.Span, [.. list.Items.Select(Node)]),
            JsonString text => new TreeText(text.Span, text.Value) { IsQuoted = true },
            JsonNumber number => new TreeText(number.Span, number.Text),
            JsonBoolean boolean => new TreeText(boolean.Span, boolean.Value ? "true" : "false"),
            _ => new TreeText(node.Span, "null"),
        };
}
