using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Vouches for a changed list of approvers, as a commit of the person who does.</summary>
internal static class ApproveApproversCommand
{
    public static Command Create(CliContext context)
    {
        var reason = new Option<string>("--reason")
        {
            Description = "Why",
            HelpName = "TEXT",
            Required = true,
        };
        var command = new HelpedCommand(
            "approve-approvers",
            "Approve the changed config/approvers.json or config/exception_process.json of this branch",
            new CommandHelp("amigov exception approve-approvers --reason \"two architects joined\"", "exceptions")
        )
        {
            reason,
        };
        command.SetAction(result => Run(context, result.GetRequiredValue(reason)));
        return command;
    }

    internal static int Run(CliContext context, string reason)
    {
        using var turn = RunLock.Wait(context, RunLock.Exceptions, "exception approve-approvers");
        if (turn is null)
            return ExitCodes.Errors;
        var bag = new DiagnosticBag();
        var approved = CommonOptions.Git(context, bag) is { } git
            ? new ApproveApprovers(context.Files, git, git, context.Time).Run(reason, bag)
            : null;
        context.PrintFindings(bag.ToSorted());
        if (approved is null)
        {
            context.Error.WriteLine("nothing was approved");
            return ExitCodes.Errors;
        }
        context.Out.WriteLine($"✓ {approved.Path}");
        context.Out.WriteLine(
            $"✓ commit {CommitFacts.Short(approved.CommitId)} by {CaseWords.Name(approved.By)} (`git push` shares it)"
        );
        return ExitCodes.Done;
    }
}
