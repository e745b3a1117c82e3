using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

internal sealed record ImplementArguments(string Ticket, ProposalOptions Proposal);

/// <summary>The runbook's steps from branch to merge request, in one.</summary>
internal static class ImplementCommand
{
    public static Command Create(CliContext context)
    {
        var ticket = ExceptionCommand.Ticket();
        var options = new ProposalOptionSet();
        var command = new HelpedCommand(
            "implement",
            "Put what is approved into the configuration: branch, policies, checks, commit, merge request",
            new CommandHelp("amigov exception implement CLOUD-1234", "exceptions")
        )
        {
            ticket,
        };
        options.AddTo(command);
        var offline = new Option<bool>("--offline")
        {
            Description = "Do not ask AWS whether the branch knows the last deployment",
        };
        command.Add(offline);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                var arguments = new ImplementArguments(result.GetRequiredValue(ticket), options.Of(result));
                return await Run(
                    context,
                    arguments,
                    result.GetValue(offline) ? null : connection.Organizations,
                    cancel
                );
            }
        );
        return command;
    }

    /// <param name="organizations">Knows the last deployment; null when AWS is not asked.</param>
    internal static async Task<int> Run(
        CliContext context,
        ImplementArguments arguments,
        IOrganizationsReader? organizations,
        CancellationToken cancel
    )
    {
        var (bag, proposal) = (new DiagnosticBag(), arguments.Proposal);
        if (CommonOptions.Git(context, bag) is not { } git)
            return ExceptionCommand.NothingWritten(context, bag);
        var propose = new ProposeChange(git, git, git, context.Time);
        var implement = new ImplementException(context.Files, git, git, propose, context.Time);
        var deployed = organizations is null ? null : await new ReadLastDeployment(organizations).Run(bag, cancel);
        if (implement.Run(arguments.Ticket, proposal, deployed, bag) is not { } done)
            return ExceptionCommand.NothingWritten(context, bag);

        context.PrintFindings(bag.ToSorted());
        ProposalView.Write(context.Out, done.Change, proposal.Remote, context.Width);
        context.Out.WriteLine($"Until {done.End.Text()}: the last day is {done.End.AddDays(-1).Text()} (UTC)");
        if (proposal.DryRun)
            return ExitCodes.Done;
        var body = MergeRequestBody.Render(done.Change, done.Status, done.TrackerUrl, done.End);
        var text = new MergeRequestText(
            done.Change.Branch,
            done.Change.Target,
            done.Change.Title,
            body,
            done.Reviewers
        );
        return await MergeRequestStep.Run(context, text, done.Change.Pushed, proposal.Remote, cancel);
    }
}
