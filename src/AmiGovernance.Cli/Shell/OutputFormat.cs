using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

public enum OutputFormat
{
    Text,
    Json,
    Sarif,
    JUnit,
    Markdown,
    GitLabCodeQuality,
    Csv,
    Html,
}

/// <summary>One value of `--output`: a format, and the file it goes to; without file it goes to standard output.</summary>
public sealed record OutputTarget(OutputFormat Format, string? File)
{
    private static readonly string[] FormatNames =
    [
        "text",
        "json",
        "sarif",
        "junit",
        "markdown",
        "gitlab-codequality",
        "csv",
        "html",
    ];

    /// <summary>The formats of findings.</summary>
    public static IReadOnlyList<string> Names => [.. FormatNames.Where(n => n is not ("csv" or "html"))];

    /// <summary>Null with a message when the text is no output target that the command offers.</summary>
    public static OutputTarget? Parse(string text, IReadOnlyList<string> offered, out string? problem)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        var file = equals < 0 ? null : text[(equals + 1)..];
        problem = null;
        if (!offered.Contains(name))
        {
            var nearest = Suggestion.For(name, offered);
            problem =
                $"'{Visible.Text(name)}' is not an output format here; {(nearest is null ? $"choose from {string.Join(", ", offered)}" : $"did you mean '{nearest}'?")}";
            return null;
        }
        if (file?.Length == 0)
        {
            problem = $"a file name is missing after '{name}='";
            return null;
        }
        return new OutputTarget((OutputFormat)Array.IndexOf(FormatNames, name), file);
    }
}
