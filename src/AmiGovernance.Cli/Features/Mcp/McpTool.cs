using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>A question that a client may ask: a command line, with what the client gives in it.</summary>
internal sealed record McpTool(
    string Name,
    string Description,
    ImmutableArray<ToolParameter> Parameters,
    Func<ToolArguments, string[]> CommandLine
)
{
    private static readonly ToolParameter Format = new("format", "text, for people, or json")
    {
        Choices = ["text", "json"],
    };

    /// <summary>Text that stands for a file; null for none.</summary>
    public Func<ToolArguments, GivenText?> Given { get; init; } = _ => null;

    /// <summary>What is missing although each argument may be left out by itself; null where nothing is.</summary>
    public Func<ToolArguments, string?> Missing { get; init; } = _ => null;

    public ImmutableArray<ToolParameter> All => [.. Parameters, Format];

    public string[] WordsOf(ToolArguments arguments) =>
        [.. CommandLine(arguments), .. arguments.Option(Format.Name, "--output")];

    /// <summary>The arguments as JSON Schema.</summary>
    public JsonElement Schema() => JsonElement.Parse(JsonText.Write(indented: false, WriteSchema));

    private void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var parameter in All)
            parameter.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteStrings("required", All.Where(p => p.IsRequired).Select(p => p.Name));
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteEndObject();
    }
}
