using System.Text.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>What a client gave to a tool, as far as the tool takes it.</summary>
internal sealed class ToolArguments
{
    private const int LongestShown = 100;

    private readonly Dictionary<string, string[]> values = new(StringComparer.Ordinal);

    private ToolArguments() { }

    /// <summary>The first value; null where none was given.</summary>
    public string? Text(string name) => values.GetValueOrDefault(name)?.FirstOrDefault();

    public string[] All(string name) => values.GetValueOrDefault(name) ?? [];

    /// <summary>The words of the command line that give it to an option; none where it was not given.</summary>
    public string[] Option(string name, string option) => [.. All(name).Select(value => $"{option}={value}")];

    /// <summary>Null with a problem when something is not as the tool takes it.</summary>
    public static ToolArguments? Read(
        IReadOnlyList<ToolParameter> parameters,
        IEnumerable<KeyValuePair<string, JsonElement>> given,
        out string problem
    )
    {
        var read = new ToolArguments();
        problem = "";
        foreach (var (name, value) in given)
        {
            var parameter = parameters.FirstOrDefault(p => p.Name == name);
            var texts = parameter is null ? null : Values(parameter, value);
            problem = Problem(name, parameter, texts);
            if (problem.Length > 0)
                return null;
            read.values[name] = texts ?? [];
        }
        if (parameters.FirstOrDefault(p => p.IsRequired && !read.values.ContainsKey(p.Name)) is not { } missing)
            return read;
        problem = $"`{missing.Name}` is missing: {missing.Description}";
        return null;
    }

    /// <summary>Null when it is something else.</summary>
    private static string[]? Values(ToolParameter parameter, JsonElement value)
    {
        if (!parameter.IsList)
            return value.ValueKind == JsonValueKind.String ? [value.GetString() ?? ""] : null;
        var isList = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= ToolParameter.MostValues;
        return isList && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString() ?? "")]
            : null;
    }

    /// <summary>Empty where all of it is as the tool takes it.</summary>
    private static string Problem(string name, ToolParameter? parameter, string[]? texts)
    {
        if (parameter is null)
            return $"there is no argument `{Shown(name)}`";
        if (texts is not null)
            return texts.Select(text => Problem(parameter, text)).FirstOrDefault(p => p.Length > 0, "");
        return parameter.IsList
            ? $"`{name}` takes a list of at most {ToolParameter.MostValues} texts"
            : $"`{name}` takes a text";
    }

    private static string Problem(ToolParameter parameter, string text)
    {
        if (text.Length == 0 && !parameter.MayBeEmpty)
            return $"`{parameter.Name}` is empty";
        if (text.Length > parameter.MaxLength)
            return $"`{parameter.Name}` has {Plural.Of(text.Length, "character")}; the limit is {parameter.MaxLength}";
        // It would be read as an option, or as standard input.
        if ((parameter.IsWord || parameter.IsPath) && text.StartsWith('-'))
            return $"`{parameter.Name}` begins with `-`";
        if (!parameter.Choices.IsEmpty && !parameter.Choices.Contains(text))
            return $"`{parameter.Name}` is one of {string.Join(", ", parameter.Choices)}";
        return parameter.IsPath && !IsInside(text)
            ? $"`{Shown(text)}` is no path within the repository: it is relative, with `/`, and has no `..`"
            : "";
    }

    private static bool IsInside(string path) =>
        !Path.IsPathRooted(path)
        && !path.Any(c => c is '\\' or ':' || char.IsControl(c))
        && !path.Split('/').Contains("..");

    private static string Shown(string text) => Sanitize.Text(Shortened.Text(text, LongestShown));
}
