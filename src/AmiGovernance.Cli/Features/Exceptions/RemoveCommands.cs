using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Cli.Features.Exceptions;

internal sealed record RevokeArguments(string Ticket, string Reason, ProposalOptions Proposal);

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
        var command = new HelpedCommand(
            "revoke",
            "End an exception before its time, as a merge request",
            new CommandHelp("amigov exception revoke CLOUD-1234 --reason \"migration is done\"", "exceptions")
        )
        {
            ticket,
            reason,
        };
        options.AddTo(command);
        command.SetAction(
            (result, cancel) =>
            {
                var (number, why) = (result.GetRequiredValue(ticket), result.GetRequiredValue(reason));
                return Revoke(context, new RevokeArguments(number, why, options.Of(result)), cancel);
            }
        );
        return command;
    }

    public static Command Prune(CliContext context)
    {
        var options = new ProposalOptionSet();
        var command = new HelpedCommand(
            "prune",
            "Remove the exceptions that have ended, as a merge request",
            new CommandHelp("amigov exception prune", "exceptions")
        );
        options.AddTo(command);
        command.SetAction((result, cancel) => Prune(context, options.Of(result), cancel));
        return command;
    }

    internal static Task<int> Revoke(CliContext context, RevokeArguments arguments, CancellationToken cancel)
    {
        var (bag, proposal) = (new DiagnosticBag(), arguments.Proposal);
        var done = Remover(context, bag)?.Revoke(arguments.Ticket, arguments.Reason, proposal, bag);
        return Share(context, done, proposal, bag, cancel);
    }

    internal static Task<int> Prune(CliContext context, ProposalOptions proposal, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        return Share(context, Remover(context, bag)?.Prune(proposal, bag), proposal, bag, cancel);
    }

    /// <summary>Null with a report where there is no repository.</summary>
    private static RemoveExceptions? Remover(CliContext context, DiagnosticBag bag) =>
        CommonOptions.Git(context, bag) is { } git
            ? new RemoveExceptions(git, git, new ProposeChange(git, git, git, context.Time), context.Time)
            : null;

    /// <param name="done">Null when nothing could be removed, as the bag says.</param>
    private static async Task<int> Share(
        CliContext context,
        Removal? done,
        ProposalOptions proposal,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (done is null)
            return ExceptionCommand.NothingWritten(context, bag);
        context.PrintFindings(bag.ToSorted());
        if (done.Change is not { } change)
        {
            context.Out.WriteLine(done.Kept > 0 ? "no other exception has ended" : "no exception has ended");
            return ExitCodes.Done;
        }

        ProposalView.Write(context.Out, change, proposal.Remote, context.Width);
        if (proposal.DryRun)
            return ExitCodes.Done;
        var body = MergeRequestBody.Render(change, null, done.TrackerUrl);
        var text = new MergeRequestText(change.Branch, change.Target, change.Title, body, done.Reviewers);
        return await MergeRequestStep.Run(context, text, change.Pushed, proposal.Remote, cancel);
    }
}
