using System.CommandLine;

namespace AmiGovernance.Cli.Commands;

internal static class SchemaCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("schema", "Print the JSON Schema of the configuration");
        command.SetAction(_ =>
        {
            context.Out.Write(EmbeddedText.Schema());
            return ExitCodes.Done;
        });
        return command;
    }
}
