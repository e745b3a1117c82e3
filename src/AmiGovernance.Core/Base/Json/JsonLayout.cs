using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>How a JSON file is laid out, so that what is added looks like what is there.</summary>
/// <param name="NewLine">The first line break of the file.</param>
/// <param name="Indent">One step; empty when the file is one line.</param>
/// <param name="Colon">What stands between a name and its value.</param>
internal sealed record JsonLayout(SourceText Source, string NewLine, string Indent, string Colon)
{
    private const string UsualComma = ", ";

    /// <summary>What parts the members of an object that stands on one line.</summary>
    public string Comma { get; private init; } = UsualComma;

    public static JsonLayout Of(JsonDocumentTree tree)
    {
        var bytes = tree.Source.Bytes.Span;
        var at = bytes.IndexOf((byte)'\n');
        var newLine = at > 0 && bytes[at - 1] == '\r' ? "\r\n" : "\n";
        if (tree.Root is not JsonObject { Properties: [var first, ..] } root)
            return new JsonLayout(tree.Source, newLine, "  ", ": ");
        var layout = new JsonLayout(
            tree.Source,
            newLine,
            "",
            tree.Source.GetText(TextSpan.Between(first.NameSpan.End, first.Value.Span.Start))
        );
        return layout with
        {
            Indent = layout.IsOneLine(TextSpan.Between(root.Span.Start, first.NameSpan.Start))
                ? ""
                : layout.IndentAt(first.NameSpan.Start),
            Comma = layout.CommaIn(root) ?? UsualComma,
        };
    }

    /// <summary>The first one between two members or elements of one line; null for none.</summary>
    private string? CommaIn(JsonNode node)
    {
        var parts = node switch
        {
            JsonObject { Properties: var members } => members.Select(m => (From: m.NameSpan.Start, m.Value)).ToList(),
            JsonArray { Items: var items } => [.. items.Select(i => (From: i.Span.Start, Value: i))],
            _ => [],
        };
        var between = parts
            .Zip(parts.Skip(1))
            .Select(p => Source.GetText(TextSpan.Between(p.First.Value.Span.End, p.Second.From)))
            .FirstOrDefault(text => !text.Contains('\n', StringComparison.Ordinal));
        return between ?? parts.Select(p => CommaIn(p.Value)).FirstOrDefault(c => c is not null);
    }

    public bool IsOneLine(TextSpan span) => Source.Bytes.Span.Slice(span.Start, span.Length).IndexOf((byte)'\n') < 0;

    /// <summary>The white space that the line of a place starts with.</summary>
    public string IndentAt(int offset)
    {
        var bytes = Source.Bytes.Span;
        var start = bytes[..offset].LastIndexOf((byte)'\n') + 1;
        var end = start;
        while (end < bytes.Length && bytes[end] is (byte)' ' or (byte)'\t')
            end++;
        return Encoding.UTF8.GetString(bytes[start..end]);
    }
}
