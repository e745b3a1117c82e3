using System.CommandLine;
using System.CommandLine.Completions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Authoring;

internal static class SchemaCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME")
        {
            Description =
                $"Of a file ({string.Join(", ", EmbeddedText.SchemaNames)}), or of a report: the words of its command with hyphens,"
                + " such as status or images-list; findings for those of several commands",
            DefaultValueFactory = _ => EmbeddedText.SchemaNames[0],
        };
        name.CompletionSources.Add(_ => Names.Select(n => new CompletionItem(n)));
        name.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !Names.Contains(t.Value)))
                result.AddError(Problem(token.Value));
        });
        var command = new HelpedCommand(
            "schema",
            "Print the JSON Schema of the configuration, of another file that people write, or of a report",
            new CommandHelp("amigov schema status", "reports")
        )
        {
            name,
        };
        command.SetAction(result =>
        {
            context.Document.Write(EmbeddedText.Schema(result.GetValue(name) ?? ""));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Read when they are needed: most commands ask for no schema.</summary>
    private static IEnumerable<string> Names => EmbeddedText.SchemaNames.Concat(EmbeddedText.ReportNames);

    private static string Problem(string name)
    {
        var nearest = Suggestion.For(name, Names);
        var advice = nearest is null ? "`amigov docs reports` lists the reports" : $"did you mean '{nearest}'?";
        return $"'{Sanitize.Text(name)}' is no file or report with a schema; {advice}";
    }
}
