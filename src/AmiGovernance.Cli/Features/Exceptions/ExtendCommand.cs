using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

internal static class ExtendCommand
{
    private const int MostDays = 366;

    public static Command Create(CliContext context)
    {
        var ticket = ExceptionCommand.Ticket();
        var days = Days();
        var justification = new Option<string>("--justification")
        {
            Description = "Why the time was not enough",
            HelpName = "TEXT",
            Required = true,
        };
        var noCommit = new Option<bool>("--no-commit") { Description = "Only write the file" };
        var config = CommonOptions.Config();
        var command = new HelpedCommand(
            "extend",
            "Ask for more time for an exception that runs; it needs new approvals",
            new CommandHelp(
                "amigov exception extend CLOUD-1234 --days 30 --justification \"migration slipped\"",
                "exceptions"
            )
        )
        {
            ticket,
            days,
            justification,
            noCommit,
            config,
        };
        command.SetAction(result =>
        {
            var input = new ExtendInput(
                result.GetRequiredValue(ticket),
                result.GetRequiredValue(days),
                result.GetRequiredValue(justification),
                result.GetRequiredValue(config),
                Commit: !result.GetValue(noCommit)
            );
            return Run(context, input);
        });
        return command;
    }

    private static Option<int> Days()
    {
        var days = NumberOption.Create("--days", "How many days more, counted from the end so far", 1, MostDays);
        days.Required = true;
        return days;
    }

    internal static int Run(CliContext context, ExtendInput input)
    {
        var bag = new DiagnosticBag();
        using var turn = RunLock.Wait(context, RunLock.Exceptions, "exception extend");
        if (turn is null)
            return ExitCodes.Errors;
        if (
            CommonOptions.Git(context, bag) is not { } git
            || new ExtendException(context.Files, git, git, context.Time).Run(input, bag) is not { } done
        )
            return ExceptionCommand.NothingWritten(context, bag);

        context.PrintFindings(bag.ToSorted());
        context.Out.WriteLine($"✓ {done.Path}");
        if (done.CommitId is { } commit)
            context.Out.WriteLine($"✓ commit {CommitFacts.Short(commit)} (`git push` shares it)");
        context.Out.WriteLine($"until {done.End.Text()} once it is approved and implemented");
        NextStep.Write(context.Out, done.Status, done.Approvers);
        return ExitCodes.Done;
    }
}
