using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The life of an exception, from its request to its end.</summary>
internal static class ExceptionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "exception",
            "Manage time-bound exceptions, from request to end",
            new CommandHelp("amigov exception list", "exceptions")
        )
        {
            RequestCommand.Create(context),
            DecideCommand.Approve(context),
            DecideCommand.Reject(context),
            ApproveApproversCommand.Create(context),
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

    /// <summary>How a command ends that wrote nothing, for the reasons in the bag.</summary>
    public static int NothingWritten(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        context.Error.WriteLine("nothing was written");
        return ExitCodes.Errors;
    }

    /// <summary>How a command ends that reported errors: what is only not known is told apart.</summary>
    public static int Refused(IReadOnlyCollection<Diagnostic> findings) =>
        UnknownApprovals.AreAllErrors(findings) ? ExitCodes.Incomplete : ExitCodes.Errors;

    /// <summary>How a command ends that printed what it found.</summary>
    /// <param name="written">The exit code of printing.</param>
    /// <param name="isNo">Whether the answer is "no".</param>
    public static int Answer(DiagnosticBag bag, int written, bool isNo)
    {
        if (bag.HasErrors)
            return Refused(bag.ToSorted());
        return written == ExitCodes.Done && isNo ? ExitCodes.No : written;
    }
}
