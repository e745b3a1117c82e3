using System.Collections.Immutable;
using System.Text.Json;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>What a tool takes.</summary>
/// <param name="MaxLength">In characters.</param>
internal sealed record ToolParameter(string Name, string Description, int MaxLength = ToolParameter.Short)
{
    public const int Short = 512;

    /// <summary>The most values of a list.</summary>
    public const int MostValues = 50;

    public bool IsRequired { get; init; }

    public bool IsList { get; init; }

    /// <summary>Whether it is a word of the command line by itself, beside no option: it must not look like one.</summary>
    public bool IsWord { get; init; }

    /// <summary>Whether a text without a character is one too.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>A path of the repository: a word by itself.</summary>
    public bool IsPath { get; init; }

    /// <summary>Empty for any text.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>As JSON Schema.</summary>
    public void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Name);
        writer.WriteString("description", Description);
        if (IsList)
        {
            writer.WriteString("type", "array");
            writer.WriteNumber("maxItems", MostValues);
            writer.WriteStartObject("items");
        }
        writer.WriteString("type", "string");
        writer.WriteNumber("maxLength", MaxLength);
        if (!Choices.IsEmpty)
        {
            writer.WriteStartArray("enum");
            foreach (var choice in Choices)
                writer.WriteStringValue(choice);
            writer.WriteEndArray();
        }
        if (IsList)
            writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
