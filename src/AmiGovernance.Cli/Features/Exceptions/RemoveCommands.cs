using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Takes exceptions out of the configuration again.</summary>
internal static class RemoveCommands
{
    public static Command Revoke(CliContext context)
    {
        var ticket = ExceptionCommand.Ticket();
        var reason = new Option<string>("--reason")
        {
            Description = "Why",
            HelpName = "TEXT",
            Required = true,
        };
        var options = new ProposalOptionSet();
        var command = new Command("revoke", "End an exception before its time, as a merge request") { ticket, reason };
        options.AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(
                    context,
                    options.Of(result),
                    (remove, given, bag) =>
                        remove.Revoke(result.GetValue(ticket) ?? "", result.GetValue(reason) ?? "", given, bag),
                    cancel
                )
        );
        return command;
    }

    public static Command Prune(CliContext context)
    {
        var options = new ProposalOptionSet();
        var command = new Command("prune", "Remove the exceptions that have ended, as a merge request");
        options.AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(context, options.Of(result), (remove, given, bag) => remove.Prune(given, bag), cancel)
        );
        return command;
    }

    private static async Task<int> Run(
        CliContext context,
        ProposalOptions given,
        Func<RemoveExceptions, ProposalOptions, DiagnosticBag, Removal?> remove,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        var done = CommonOptions.Git(context, bag) is { } git
            ? remove(new RemoveExceptions(git, context.Time), given, bag)
            : null;
        context.PrintFindings(bag.ToSorted());
        if (done is null)
        {
            context.Error.WriteLine("nothing was written");
            return ExitCodes.Errors;
        }
        if (done.Change is not { } change)
        {
            context.Out.WriteLine("no exception has ended");
            return ExitCodes.Done;
        }
        ProposalView.Write(context.Out, change);
        if (given.DryRun)
            return ExitCodes.Done;
        return await MergeRequestStep.Run(
            context,
            change,
            ProposalView.Body(change, null, done.TrackerUrl),
            done.Reviewers,
            given.Remote,
            cancel
        )
            ? ExitCodes.Done
            : ExitCodes.Errors;
    }
}
