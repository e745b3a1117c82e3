using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <param name="Request">What the plan is made of; of a plan that was reviewed, the repository alone.</param>
/// <param name="PlanFile">A plan that was reviewed; null for one that is made now.</param>
internal sealed record ApplyArguments(PlanRequest Request, string? PlanFile, DeploymentConsent Consent);

/// <summary>Brings the organization to what the policies want, by a plan that was reviewed or one that is shown now.</summary>
internal static class ApplyCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string?>("PLAN")
        {
            Description = "A file of `amigov plan --out`; without it a plan is made, shown and confirmed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new HelpedCommand(
            "apply",
            "Carry out a plan: bring the organization to what the policies want",
            new CommandHelp("amigov apply plan.json --reason CHG-2041", "rollout")
        )
        {
            file,
        };
        var consent = new ConsentOptions().AddTo(command);
        var plan = new PlanOptions().AddTo(command);
        plan.RefuseBeside(file, command);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                var arguments = new ApplyArguments(plan.Read(result), result.GetValue(file), consent.Read(result));
                return await Run(arguments, context, RolloutPorts.Of(connection), cancel);
            }
        );
        return command;
    }

    public static async Task<int> Run(
        ApplyArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        using var held = RunLock.Take(context, RunLock.Deployments, "apply");
        if (held is null)
            return ExitCodes.Errors;
        if (arguments.PlanFile is { } path)
            return await RunReviewed(path, arguments, context, ports, cancel);
        if (await PlanReport.Make(arguments.Request, context, ports, cancel) is not { } report)
            return ExitCodes.Errors;
        context.Out.Write(PlanView.Text(report));
        if (report.Proposal.IsEmpty)
            return ExitCodes.Done;
        return await Deploy(report.Proposal, report.Caller, arguments, context, ports, cancel);
    }

    private static async Task<int> Deploy(
        ProposedDeployment proposal,
        CallerDetails caller,
        ApplyArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        var repository = new RepositoryNotes(context, arguments.Request.ConfigPath);
        repository.WarnOfUncommitted(arguments.Request.Folder);
        var deployment = new Deployment(context, ports.Organizations);
        var code = await deployment.Run(proposal, arguments.Consent, caller, cancel);
        if (ExitCodes.IsDone(code))
            repository.WriteNextSteps();
        return code;
    }

    private static async Task<int> RunReviewed(
        string path,
        ApplyArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        if (PlanFiles.Read(context, path) is not { } reviewed)
            return ExitCodes.Errors;
        var bag = new DiagnosticBag();
        if (JudgeDeployment.NeedsPromotion(reviewed.Plan, bag))
        {
            context.PrintFindings(bag.ToSorted());
            return ExitCodes.No;
        }
        // What is taken over is in the plan, and was reviewed.
        var request = arguments.Request with
        {
            Adopt = true,
            Targets = reviewed.Plan.Targets,
        };
        using var asked = new AskedHistory(ports.History(context.Time), cancel);
        if (await PlanReport.Compare(request, context, ports, asked, cancel) is not { } now)
            return ExitCodes.Errors;
        var proposal = now.Propose(reviewed);
        if (proposal.IsEmpty)
            return NothingToDo(context);
        await Show(now, proposal, asked, context, ports, cancel);
        var caller = await ports.Identity.GetCallerIdentity(cancel);
        return await Deploy(proposal, caller, arguments, context, ports, cancel);
    }

    private static async Task Show(
        PlannedDeployment now,
        ProposedDeployment proposal,
        AskedHistory asked,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        PlanView.WriteWeaker(context.Out, proposal.Weaker);
        PlanView.WriteNotes(context.Out, proposal.Notes);
        var history = ports.History(context.Time);
        ChangesView.WriteText(context.Out, await ChangesSince.Of(now.Observed, context.Files, history, cancel));
        PlanView.WriteWriters(context.Out, await WritersBeside.Of(proposal.Plan, now, asked));
        if (proposal.Plan.IsEmpty)
            PlanView.WriteClosed(context.Out, proposal);
        else
            PlanView.WriteSteps(context.Out, proposal.Plan.Steps);
        if (proposal.Proof is { Holds: false } proof)
            ProofSection.Write(context.Out, proof);
    }

    private static int NothingToDo(CliContext context)
    {
        context.Out.WriteLine("nothing to do: the plan has no call");
        return ExitCodes.Done;
    }
}
