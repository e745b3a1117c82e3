using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Authoring;

internal static class SchemaCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME")
        {
            Description = $"Of which file: {string.Join(", ", EmbeddedText.SchemaNames)}",
            DefaultValueFactory = _ => EmbeddedText.SchemaNames[0],
        };
        name.AcceptOnlyFromAmong([.. EmbeddedText.SchemaNames]);
        var command = new HelpedCommand(
            "schema",
            "Print the JSON Schema of the configuration, or of another file that people write",
            new CommandHelp("amigov schema approvers", "config")
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
}
