using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Handover;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Takes an organization back: to before a deployment, to audit mode in an emergency, or to no policies of ours.</summary>
internal static class RollbackCommand
{
    public static Command Create(CliContext context)
    {
        const string Description = "Go back to what was before a deployment, to audit mode, or to no policies";
        var command = new HelpedCommand(
            "rollback",
            Description,
            new CommandHelp("amigov rollback --to audit_mode --reason INC-7", "rollout")
        );
        var options = new RollbackOptions().AddTo(command);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                return await Run(options.Read(result), context, RolloutPorts.Of(connection), cancel);
            }
        );
        return command;
    }

    public static async Task<int> Run(
        RollbackArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        using var held = Lock(context, arguments.Request.To, out var isOtherAtWork);
        if (held is null)
            return ExitCodes.Errors;
        var planned = await Again();
        if (planned?.Propose() is not { } proposal)
            return ExitCodes.Errors;
        var caller = await ports.Identity.GetCallerIdentity(cancel);
        PlanView.WriteCaller(context.Out, proposal.Plan, caller);
        PlanView.WriteNotes(context.Out, proposal.Notes);
        // In an emergency nobody is waited for: what was changed is said, not who did it.
        var history = arguments.Request.To == RollbackTo.AuditMode ? null : ports.History(context.Time);
        ChangesView.WriteText(context.Out, await ChangesSince.Of(planned.Observed, context.Files, history, cancel));
        var exported = FindExported(arguments.Request, proposal, context);
        Show(planned, proposal, exported, context.Out);
        if (proposal.IsEmpty)
            return arguments.Yes ? End(exported, context) : ExitCodes.Done;
        var consent = new DeploymentConsent(UnprovenPolicies.Refused, arguments.Yes, Why(arguments));
        var code = await CarryOut(proposal, consent, caller, context, ports, Again, cancel);
        if (!ExitCodes.IsDone(code))
            return code;
        Finish(arguments.Request, planned, context);
        var ended = End(exported, context);
        return ended == ExitCodes.Done ? code : ended;

        Task<PlannedRollback?> Again() => Plan(arguments.Request, isOtherAtWork, context, ports, cancel);
    }

    /// <summary>The exit code.</summary>
    /// <param name="again">Plans the same once more.</param>
    private static async Task<int> CarryOut(
        ProposedDeployment proposal,
        DeploymentConsent consent,
        CallerDetails caller,
        CliContext context,
        RolloutPorts ports,
        Func<Task<PlannedRollback?>> again,
        CancellationToken cancel
    )
    {
        var deployment = new Deployment(context, ports.Organizations);
        var code = await deployment.Run(proposal, consent, caller, cancel);
        if (!ExitCodes.IsDone(code) || proposal.Stops is null)
            return code;
        var agreed = consent with { Yes = true };
        var outlasted = await new StoppedDeployment(context, deployment).Outlast(again, agreed, caller, cancel);
        return outlasted == ExitCodes.Done ? code : outlasted;
    }

    private static void Finish(RollbackRequest request, PlannedRollback planned, CliContext context)
    {
        if (request.To == RollbackTo.AuditMode)
        {
            var generate = planned.LeavesEnforcingFiles
                ? "; `amigov generate --mode audit_mode` brings dist/ into line before the next apply"
                : "";
            context.Out.WriteLine(
                $"launches are no longer blocked once EC2 follows, which may take up to {AwsFacts.PolicyDelay.Minutes()}{generate}"
            );
        }
        new RepositoryNotes(context, request.ConfigPath).WriteNextSteps();
        if (planned.Desired.Carrier is var carrier && carrier != Carrier.Amigov)
            WriteCarrier(carrier, context);
    }

    /// <summary>What the files of another system would enforce again after an emergency; null where they would not.</summary>
    private static ExportedStages? FindExported(
        RollbackRequest request,
        ProposedDeployment proposal,
        CliContext context
    )
    {
        if (request.To != RollbackTo.AuditMode || proposal.Desired.Carrier == Carrier.Amigov)
            return null;
        var bag = new DiagnosticBag();
        var exported = ExportedStages.Find(context.Files, request.ConfigPath, bag);
        // The next export refuses to guess: that holds nothing up here.
        context.PrintFindings(bag.ToSorted());
        return exported;
    }

    /// <summary>Takes them out of the record. The exit code.</summary>
    private static int End(ExportedStages? exported, CliContext context)
    {
        if (exported is null)
            return ExitCodes.Done;
        var bag = new DiagnosticBag();
        var isWritten = exported.End(context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        var path = Sanitize.Text(exported.Path);
        if (isWritten)
        {
            context.Out.WriteLine($"✓ {path} names no stage any more; commit it");
            return ExitCodes.Done;
        }
        context.Error.WriteLine(
            $"{path} still names what was enforced, and the next export would enforce it again: make it writable, and run this again"
        );
        return ExitCodes.Errors;
    }

    /// <summary>What a carrier deploys comes back with its next run, unless its files say the same.</summary>
    private static void WriteCarrier(Carrier carrier, CliContext context)
    {
        var export = SuggestedCommand.Of($"amigov export {carrier.Name()}");
        context.Out.WriteLine(
            $"  - {carrier.Title()} may take this back at its next run: `amigov generate --mode audit_mode`, {export}, and commit both"
                + " before it runs"
        );
    }

    private static IDisposable? Lock(CliContext context, RollbackTo to, out bool isOtherAtWork)
    {
        isOtherAtWork = false;
        return to == RollbackTo.AuditMode
            ? RunLock.TakeForEmergency(context, RunLock.Deployments, "rollback --to audit_mode", out isOtherAtWork)
            : RunLock.Take(context, RunLock.Deployments, "rollback");
    }

    private static async Task<PlannedRollback?> Plan(
        RollbackRequest request,
        bool isOtherAtWork,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        using var progress = new ProgressLine(context);
        var plan = new PlanRollback(ports.Organizations, context.Files, progress)
        {
            Now = context.Time.GetUtcNow(),
            IsOtherAtWork = isOtherAtWork,
        };
        var planned = await plan.Run(request, bag, cancel);
        progress.Dispose();
        PlanProblems.Report(planned?.Result, bag);
        context.PrintFindings(bag.ToSorted());
        return planned;
    }

    private static void Show(
        PlannedRollback planned,
        ProposedDeployment proposal,
        ExportedStages? exported,
        TextWriter text
    )
    {
        if (proposal.Stops is { } other)
            text.WriteLine($"{Sanitize.Text(other)} may still be running: it is stopped before its next call");
        if (proposal.Plan.IsEmpty)
        {
            var yet = proposal.Stops is null ? "" : " yet";
            text.WriteLine($"nothing to do{yet}: {planned.Already}");
            PlanView.WriteClosed(text, proposal);
        }
        else
        {
            PlanView.WriteWeaker(text, proposal.Weaker);
            PlanView.WriteMode(text, proposal.Plan);
            PlanView.WriteMeaning(text, "What changes in meaning:", proposal.Meaning);
            PlanView.WriteSteps(text, proposal.Plan.Steps);
            foreach (var note in planned.Notes)
                text.WriteLine($"  note: {Sanitize.Text(note)}");
        }
        if (exported is null)
            return;
        var how = proposal.IsEmpty ? "`--yes` takes it out" : "it is taken out too";
        text.WriteLine(
            $"{Sanitize.Text(exported.Path)} names {Sanitize.Text(string.Join(", ", exported.Targets))} as enforced, and the next export"
                + $" would enforce it again: {how}"
        );
    }

    private static string Why(RollbackArguments arguments)
    {
        if (arguments.Why.Length > 0)
            return arguments.Why;
        return arguments.Request.To switch
        {
            RollbackTo.AuditMode => "rollback to audit_mode",
            RollbackTo.Nothing => "rollback: delete",
            _ => "rollback",
        };
    }
}
