using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Cli.Features.Exceptions;

internal sealed record ImplementArguments(string Ticket, ProposalOptions Proposal);

/// <summary>The runbook's steps from branch to merge request, in one.</summary>
internal static class ImplementCommand
{
    public static Command Create(CliContext context)
    {
        var ticket = ExceptionCommand.Ticket();
        var options = new ProposalOptionSet();
        var command = new Command(
            "implement",
            "Put what is approved into the configuration: branch, policies, checks, commit, merge request"
        )
        {
            ticket,
        };
        options.AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(context, new ImplementArguments(result.GetRequiredValue(ticket), options.Of(result)), cancel)
        );
        return command;
    }

    internal static async Task<int> Run(CliContext context, ImplementArguments arguments, CancellationToken cancel)
    {
        var (bag, proposal) = (new DiagnosticBag(), arguments.Proposal);
        if (CommonOptions.Git(context, bag) is not { } git)
            return ExceptionCommand.NothingWritten(context, bag);
        var propose = new ProposeChange(git, git, git, context.Time);
        var implement = new ImplementException(context.Files, git, git, propose, context.Time);
        if (implement.Run(arguments.Ticket, proposal, bag) is not { } done)
            return ExceptionCommand.NothingWritten(context, bag);

        context.PrintFindings(bag.ToSorted());
        ProposalView.Write(context.Out, done.Change);
        context.Out.WriteLine($"Until {done.End.Text()}: the last day is {done.End.AddDays(-1).Text()} (UTC)");
        if (proposal.DryRun)
            return ExitCodes.Done;
        var body = MergeRequestBody.Render(done.Change, done.Status, done.TrackerUrl);
        return await MergeRequestStep.Run(context, done.Change, body, done.Reviewers, proposal.Remote, cancel);
    }
}
