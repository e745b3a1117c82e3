using System.CommandLine;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Shell;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>For CI: from which severity on findings make the command fail.</summary>
    public static Option<string> FailOn()
    {
        var option = new Option<string>("--fail-on")
        {
            Description = "From which severity on to fail: error or warning",
            DefaultValueFactory = _ => "error",
        };
        option.AcceptOnlyFromAmong("error", "warning");
        return option;
    }

    public static readonly string[] FindingFormats = [.. OutputTarget.Names];

    public static readonly string[] TableFormats = ["text", "json", "markdown"];

    public const string ConfigFile = "config/ami_publishers.json";

    /// <summary>Of reports that people read who do not sit at a terminal.</summary>
    public static readonly string[] PageFormats = [.. TableFormats, "html"];

    public static Option<string> Config() =>
        new("--config", "-c")
        {
            Description = "The configuration file",
            HelpName = "FILE",
            DefaultValueFactory = _ => ConfigFile,
        };

    public static Option<string> Folder() =>
        new("--policies")
        {
            Description = "The folder of the generated policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => DistFolder,
        };

    /// <summary>Where generate writes unless it is told otherwise.</summary>
    public const string DistFolder = Dist.DefaultFolder;

    public static Option<string> Policies() =>
        new("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => DistFolder,
        };

    /// <summary>Days are counted from such a day back and forth, and the calendar ends at the years 1 and 9999.</summary>
    private const int FirstYear = 2000;
    private const int LastYear = 2200;

    public static Option<DateOnly?> AsOf() => Day("--as-of", "The day (UTC) to look at, as YYYY-MM-DD; default: today");

    public static Option<DateOnly?> Day(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "DATE",
            CustomParser = result =>
            {
                var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
                var isDate = IsoDate.TryParse(text, out var date);
                if (isDate && date.Year is >= FirstYear and <= LastYear)
                    return date;
                var problem = isDate
                    ? $"'{text}' is outside the years {FirstYear} to {LastYear}"
                    : $"'{Sanitize.Text(text)}' is not a date; write it as YYYY-MM-DD, such as 2026-01-31";
                result.AddError(problem);
                return null;
            },
        };

    public static Option<OutputTarget[]> Output(string[] formats)
    {
        var option = new Option<OutputTarget[]>("--output", "-o")
        {
            Description =
                $"{string.Join(", ", formats)}; default: text. FORMAT=FILE writes to a file; may be given several times",
            HelpName = "FORMAT[=FILE]",
            AllowMultipleArgumentsPerToken = false,
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result =>
            {
                var targets = new List<OutputTarget>();
                foreach (var token in result.Tokens)
                {
                    if (OutputTarget.Parse(token.Value, formats, out var problem) is { } target)
                        targets.Add(target);
                    else
                        result.AddError(problem ?? "");
                }
                if (targets.Count(t => t.File is null) > 1)
                    result.AddError("only one output can go to standard output; give the others a file: FORMAT=FILE");
                if (WrittenTwice(targets) is { } file)
                    result.AddError($"two outputs go to {Sanitize.Text(file)}; give each a file of its own");
                return [.. targets];
            },
        };
        option.CompletionSources.Add(formats);
        return option;
    }

    /// <summary>The file that two outputs would go to, whatever way to it each names; null for none.</summary>
    private static string? WrittenTwice(IEnumerable<OutputTarget> targets) =>
        targets
            .Select(t => t.File)
            .OfType<string>()
            .GroupBy(Path.GetFullPath, StringComparer.Ordinal)
            .FirstOrDefault(same => same.Count() > 1)
            ?.First();

    /// <summary>Null with a report where there is no repository to ask.</summary>
    public static IGit? Git(CliContext context, DiagnosticBag bag)
    {
        if (context.Git is null)
            GitDiagnostics.Report(new GitException("git", "there is no git repository here"), bag);
        return context.Git;
    }

    public static DateOnly AsOf(ParseResult result, Option<DateOnly?> option, CliContext context) =>
        result.GetValue(option) ?? context.Time.Today();

    public static IReadOnlyList<OutputTarget> Targets(ParseResult result, Option<OutputTarget[]> option) =>
        result.GetValue(option) is { Length: > 0 } targets ? targets : [new OutputTarget(OutputFormat.Text, null)];
}
