using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>A member to be added: its value as JSON text.</summary>
internal sealed record NewMember(string Name, string Value)
{
    public static NewMember Of(string name, string value) => new(name, Quoted(value));

    public static NewMember Of(string name, IEnumerable<string> values) =>
        new(name, $"[{string.Join(", ", values.Select(Quoted))}]");

    public static NewMember Of(string name, bool value) => new(name, value ? "true" : "false");

    private static string Quoted(string value) =>
        JsonText.ToText(JsonText.Write(indented: false, writer => writer.WriteStringValue(value)));
}

/// <summary>
/// Changes a JSON file as a careful person would: only the lines that must change, in the file's own layout. Each method returns the
/// new text; the tree is of the old one.
/// </summary>
internal static class JsonEdit
{
    /// <summary>
    /// Adds an object at the end of an array of the root object. A missing array is added at the end of the file; an object that stands
    /// alone where a list may becomes its first element.
    /// </summary>
    public static byte[] AppendObject(JsonDocumentTree tree, string arrayName, ImmutableArray<NewMember> members)
    {
        var layout = JsonLayout.Of(tree);
        if (tree.Root is not JsonObject root)
            throw new ArgumentException("the root is no object", nameof(tree));
        if (root.Find(arrayName) is { Value: JsonObject only })
            return AppendObject(Reread(tree, Enlist(tree, only)), arrayName, members);
        if (root.Find(arrayName) is { Value: JsonArray array })
            return array.Items.Count > 0
                ? Insert(tree, array.Items[^1].Span.End, AfterLast(layout, array, members))
                : Replace(tree, array.Span, FirstOf(layout, layout.IndentAt(array.Span.Start), members));
        var last = root.Properties[^1];
        var name = $"\"{arrayName}\"{layout.Colon}";
        if (layout.Indent.Length == 0)
            return Insert(tree, last.Value.Span.End, $"{layout.Comma}{name}{FirstOf(layout, "", members)}");
        var indent = layout.IndentAt(last.NameSpan.Start);
        var list = FirstOf(layout, indent, members);
        return Insert(tree, last.Value.Span.End, $",{layout.NewLine}{indent}{name}{list}");
    }

    /// <summary>Adds a member at the end of an object.</summary>
    public static byte[] AddMember(JsonDocumentTree tree, JsonObject owner, NewMember member)
    {
        var layout = JsonLayout.Of(tree);
        var text = $"\"{member.Name}\"{layout.Colon}{member.Value}";
        if (owner.Properties is not [.., var last])
            return Replace(tree, owner.Span, $"{{ {text} }}");
        var separator = layout.IsOneLine(owner.Span)
            ? layout.Comma
            : $",{layout.NewLine}{layout.IndentAt(last.NameSpan.Start)}";
        return Insert(tree, last.Value.Span.End, separator + text);
    }

    /// <summary>Gives an existing member of an object another value.</summary>
    public static byte[] SetText(JsonDocumentTree tree, JsonNode value, string text) =>
        Replace(tree, value.Span, NewMember.Of("", text).Value);

    /// <summary>Makes an array of a value that stands alone.</summary>
    private static byte[] Enlist(JsonDocumentTree tree, JsonNode value)
    {
        var layout = JsonLayout.Of(tree);
        var text = tree.Source.GetText(value.Span);
        if (layout.Indent.Length == 0 || layout.IsOneLine(value.Span))
            return Replace(tree, value.Span, $"[{text}]");

        var (end, outer) = (layout.NewLine, layout.IndentAt(value.Span.Start));
        var deeper = text.Replace(end, end + layout.Indent, StringComparison.Ordinal);
        return Replace(tree, value.Span, $"[{end}{outer}{layout.Indent}{deeper}{end}{outer}]");
    }

    /// <summary>The tree of a text that was changed here, for another change.</summary>
    /// <exception cref="ArgumentException">The text is no JSON.</exception>
    public static JsonDocumentTree Reread(JsonDocumentTree before, byte[] changed) =>
        JsonParser.Parse(new SourceText(before.Source.Path, changed), new DiagnosticBag())
        ?? throw new ArgumentException("the changed text is no JSON", nameof(changed));

    /// <summary>Takes an element out of its array, with its comma.</summary>
    public static byte[] RemoveItem(JsonDocumentTree tree, JsonNode item)
    {
        if (item.Parent is not JsonArray array)
            throw new ArgumentException("the value is in no array", nameof(item));
        var items = array.Items;
        if (items.Count == 1)
            return Replace(tree, array.Span, "[]");
        return item.Index == items.Count - 1
            ? Replace(tree, TextSpan.Between(items[item.Index - 1].Span.End, item.Span.End), "")
            : Replace(tree, TextSpan.Between(item.Span.Start, items[item.Index + 1].Span.Start), "");
    }

    private static string AfterLast(JsonLayout layout, JsonArray array, ImmutableArray<NewMember> members)
    {
        var last = array.Items[^1];
        var before = array.Items.Count > 1 ? array.Items[^2].Span.End : array.Span.Start + 1;
        var between = layout.Source.GetText(TextSpan.Between(before, last.Span.Start)).TrimStart(',');
        // The only element of `[{` says nothing about the white space before a second one.
        var separator =
            array.Items.Count > 1 || between.Contains('\n', StringComparison.Ordinal) ? $",{between}" : layout.Comma;
        if (last is not JsonObject { Properties: [var first, ..] } model || layout.IsOneLine(last.Span))
            return separator + OneLine(layout, last, members);
        return separator
            + Lines(
                layout with
                {
                    Colon = Colon(layout, first),
                },
                layout.IndentAt(first.NameSpan.Start),
                layout.IndentAt(model.Span.End - 1),
                members
            );
    }

    private static string FirstOf(JsonLayout layout, string indent, ImmutableArray<NewMember> members)
    {
        if (layout.Indent.Length == 0)
            return $"[{OneLine(layout, null, members)}]";
        var (inner, end) = (indent + layout.Indent, layout.NewLine);
        return $"[{end}{inner}{Lines(layout, inner + layout.Indent, inner, members)}{end}{indent}]";
    }

    private static string Lines(
        JsonLayout layout,
        string memberIndent,
        string closingIndent,
        ImmutableArray<NewMember> members
    )
    {
        var end = layout.NewLine;
        var lines = members.Select(m => $"{memberIndent}\"{m.Name}\"{layout.Colon}{m.Value}");
        return $"{{{end}{string.Join($",{end}", lines)}{end}{closingIndent}}}";
    }

    private static string OneLine(JsonLayout layout, JsonNode? model, ImmutableArray<NewMember> members)
    {
        var (padding, colon) = ("", layout.Colon);
        if (model is JsonObject { Properties: [var first, ..] })
            (padding, colon) = (
                layout.Source.GetText(TextSpan.Between(model.Span.Start + 1, first.NameSpan.Start)),
                Colon(layout, first)
            );
        return $"{{{padding}{string.Join(layout.Comma, members.Select(m => $"\"{m.Name}\"{colon}{m.Value}"))}{padding}}}";
    }

    private static string Colon(JsonLayout layout, JsonProperty property) =>
        layout.Source.GetText(TextSpan.Between(property.NameSpan.End, property.Value.Span.Start));

    private static byte[] Insert(JsonDocumentTree tree, int at, string text) =>
        Replace(tree, new TextSpan(at, 0), text);

    private static byte[] Replace(JsonDocumentTree tree, TextSpan span, string text) =>
        TextFixes.Apply(tree.Source, [new TextFix("", span, text)]).Bytes;
}
