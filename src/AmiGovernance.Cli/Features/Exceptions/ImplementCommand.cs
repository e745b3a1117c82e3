using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Cli.Features.Exceptions;

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
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var given = options.Of(result);
                var done = CommonOptions.Git(context, bag) is { } git
                    ? new ImplementException(context.Files, git, context.Time).Run(
                        result.GetValue(ticket) ?? "",
                        given,
                        bag
                    )
                    : null;
                context.PrintFindings(bag.ToSorted());
                if (done is null)
                {
                    context.Error.WriteLine("nothing was written");
                    return ExitCodes.Errors;
                }
                ProposalView.Write(context.Out, done.Change);
                context.Out.WriteLine($"Until {done.End.Text()}: the last day is {done.End.AddDays(-1).Text()} (UTC)");
                if (given.DryRun)
                    return ExitCodes.Done;
                var body = ProposalView.Body(done.Change, done.Status, done.TrackerUrl);
                return await MergeRequestStep.Run(context, done.Change, body, done.Reviewers, given.Remote, cancel)
                    ? ExitCodes.Done
                    : ExitCodes.Errors;
            }
        );
        return command;
    }
}
