using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The life of an exception, from its request to its end.</summary>
internal static class ExceptionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("exception", "Look after time-bound exceptions, from request to end")
        {
            RequestCommand.Create(context),
            DecideCommand.Approve(context),
            DecideCommand.Reject(context),
            ImplementCommand.Create(context),
            ExtendCommand.Create(context),
            RemoveCommands.Revoke(context),
            RemoveCommands.Prune(context),
            ShowCommand.Create(context),
            ListCommand.Create(context),
            ReportCommand.Create(context),
            CheckCommand.Create(context),
            RemindCommand.Create(context),
            CodeOwnersCommand.Create(context),
        };
        command.Aliases.Add("exceptions");
        return command;
    }

    public static Argument<string> Ticket() =>
        new("TICKET") { Description = "The ticket's number, such as CLOUD-1234" };
}
