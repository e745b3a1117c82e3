using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Cli.Features.Exceptions;

internal static class ExtendCommand
{
    public static Command Create(CliContext context)
    {
        var ticket = ExceptionCommand.Ticket();
        var days = new Option<int>("--days")
        {
            Description = "How many days more, counted from the end so far",
            HelpName = "N",
            Required = true,
        };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 366)
                result.AddError("--days is a number from 1 to 366");
        });
        var justification = new Option<string>("--justification")
        {
            Description = "Why the time was not enough",
            HelpName = "TEXT",
            Required = true,
        };
        var noCommit = new Option<bool>("--no-commit") { Description = "Only write the file" };
        var config = CommonOptions.Config();
        var command = new Command("extend", "Ask for more time for an exception that runs; it needs new approvals")
        {
            ticket,
            days,
            justification,
            noCommit,
            config,
        };
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var input = new ExtendInput(
                result.GetValue(ticket) ?? "",
                result.GetValue(days),
                result.GetValue(justification) ?? "",
                result.GetValue(config) ?? "",
                !result.GetValue(noCommit)
            );
            var done = CommonOptions.Git(context, bag) is { } git
                ? new ExtendException(context.Files, git, context.Time).Run(input, bag)
                : null;
            context.PrintFindings(bag.ToSorted());
            if (done is null)
            {
                context.Error.WriteLine("nothing was written");
                return ExitCodes.Errors;
            }
            context.Out.WriteLine($"✓ {done.Path}");
            if (done.CommitId is { } commit)
                context.Out.WriteLine($"✓ commit {commit[..8]} (`git push` shares it)");
            context.Out.WriteLine($"until {done.End.Text()} once it is approved and implemented");
            CaseText.WriteNext(context.Out, done.Status, done.Sources);
            return ExitCodes.Done;
        });
        return command;
    }
}
