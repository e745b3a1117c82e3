using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>One value of `--output`: a format, and the file it goes to; without file it goes to standard output.</summary>
internal sealed record OutputTarget(OutputFormat Format, string? File)
{
    private static readonly EnumNames<OutputFormat> Words = new(
        (OutputFormat.Text, "text"),
        (OutputFormat.Json, "json"),
        (OutputFormat.Sarif, "sarif"),
        (OutputFormat.JUnit, "junit"),
        (OutputFormat.Markdown, "markdown"),
        (OutputFormat.GitLabCodeQuality, "gitlab-codequality"),
        (OutputFormat.Csv, "csv"),
        (OutputFormat.Html, "html")
    );

    /// <summary>The formats of findings.</summary>
    public static IReadOnlyList<string> Names => [.. Words.All.Where(n => n is not ("csv" or "html"))];

    public static bool IsFormat(string name) => Words.Find(name) is not null;

    /// <summary>Null with a message when the text is no output target that the command offers.</summary>
    public static OutputTarget? Parse(string text, IReadOnlyList<string> offered, out string? problem)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        var file = equals < 0 ? null : text[(equals + 1)..];
        problem = null;
        if (!offered.Contains(name) || Words.Find(name) is not { } format)
        {
            var nearest = Suggestion.For(name, offered);
            var advice = nearest is null ? $"choose from {string.Join(", ", offered)}" : $"did you mean '{nearest}'?";
            problem = $"'{Sanitize.Text(name)}' is not an output format here; {advice}";
            return null;
        }
        if (file?.Length == 0)
        {
            problem = $"a file name is missing after '{name}='";
            return null;
        }
        // As elsewhere, `-` stands for standard output.
        return new OutputTarget(format, file == "-" ? null : file);
    }
}
