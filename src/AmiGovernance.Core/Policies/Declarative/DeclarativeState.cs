using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>Changes the state of allowed images in a document and nothing else.</summary>
internal static class DeclarativeState
{
    private static readonly string[] Path =
    [
        DeclarativeAttributes.Root,
        DeclarativeAttributes.AllowedImagesSettings.Name,
        "state",
    ];

    /// <summary>The document in its shortest form; null when it does not set the state.</summary>
    /// <param name="openToChildren">Whether policies further down may set another state; every other node keeps its lock.</param>
    public static string? With(JsonNode root, AllowedImagesState state, bool openToChildren)
    {
        var node = root;
        foreach (var step in Path)
            if ((node = (node as JsonObject)?[step]) is null)
                return null;
        return JsonText.ToText(
            JsonText.Write(indented: false, writer => Write(writer, root, 0, state, openToChildren))
        );
    }

    private static void Write(
        Utf8JsonWriter writer,
        JsonNode node,
        int depth,
        AllowedImagesState state,
        bool openToChildren
    )
    {
        writer.WriteStartObject();
        if (depth == Path.Length)
        {
            writer.WriteStrings(DeclarativeNodeReader.ChildControl, [openToChildren ? "@@assign" : "@@none"]);
            writer.WriteString("@@assign", state.Name());
        }
        else
            foreach (var property in ((JsonObject)node).Properties)
            {
                writer.WritePropertyName(property.Name);
                if (property.Name == Path[depth])
                    Write(writer, property.Value, depth + 1, state, openToChildren);
                else
                    writer.WriteNode(property.Value);
            }
        writer.WriteEndObject();
    }
}
