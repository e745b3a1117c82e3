using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Gates;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>From audit mode to enforcement, through the gates of the runbook: everything, or a part while the rest stays.</summary>
internal sealed class PromoteCommand(CliContext context, RolloutPorts ports)
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "promote",
            "From audit mode to enforcement, through the gates",
            new CommandHelp(
                "amigov promote --target ou-a1b2-pilot0001 --ticket CHG-2041 --notified \"mail to all\"",
                "rollout"
            )
        );
        var options = new PromoteOptions().AddTo(command);
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                var arguments = options.Read(result);
                if (!await RegionArguments.Exist(arguments.Gates.Regions, context, connection, cancel))
                    return ExitCodes.Errors;
                return await new PromoteCommand(context, RolloutPorts.Of(connection)).Run(arguments, cancel);
            }
        );
        return command;
    }

    public async Task<int> Run(PromoteArguments arguments, CancellationToken cancel)
    {
        using var held = RunLock.Take(context, RunLock.Deployments, "promote");
        if (held is null)
            return ExitCodes.Errors;
        if (!TryReadPlan(arguments.PlanFile, out var reviewed))
            return ExitCodes.Errors;
        var planned = await Plan(Request(arguments, reviewed), cancel);
        if (planned?.Propose([], reviewed) is not { } withoutGates)
            return ExitCodes.Errors;
        // Before anybody looks at gates of what is not done anyway.
        if (IsStale(withoutGates))
            return ExitCodes.No;

        var proposal = await ThroughGates(withoutGates, planned, arguments.Gates, cancel);
        var report = await Report(planned, proposal, cancel);
        var written = Show(report, arguments.Outputs);
        if (written != ExitCodes.Done)
            return written;
        if (proposal.IsEmpty)
            return KeepMode(proposal, arguments);
        if (arguments.PlanOut is { } file && !PlanFiles.Write(context, file, proposal.Plan))
            return ExitCodes.Errors;

        new RepositoryNotes(context, arguments.Request.ConfigPath).WarnOfUncommitted(arguments.Request.Folder);
        if (arguments.IsCheck)
            return Deployment.Judge(context, proposal, arguments.Consent) is null ? ExitCodes.No : ExitCodes.Done;
        ShowOnScreen(report, arguments);
        if (arguments.OpensMergeRequest && proposal.Desired.Carrier == Carrier.Amigov)
            return NothingToMerge();
        if (proposal.Desired.Carrier != Carrier.Amigov && !proposal.Plan.IsEmpty)
            return await HandOver(report, arguments, cancel);
        return await Deploy(report, planned, arguments, cancel);
    }

    /// <summary>True without a plan when none is named.</summary>
    private bool TryReadPlan(string? path, out ReviewedPlan? reviewed)
    {
        reviewed = path is null ? null : PlanFiles.Read(context, path);
        return path is null || reviewed is not null;
    }

    private int NothingToMerge()
    {
        context.Error.WriteLine(
            "--merge-request is for a carrier, which deploys what is merged (`deployment.carrier`): amigov itself makes the calls"
        );
        return ExitCodes.Errors;
    }

    private async Task<int> HandOver(PromotionReport report, PromoteArguments arguments, CancellationToken cancel)
    {
        var code = await new HandedOverPromotion(context).Run(report, arguments, cancel);
        return code == ExitCodes.Done && !arguments.OpensMergeRequest ? KeepMode(report.Proposal, arguments) : code;
    }

    private async Task<int> Deploy(
        PromotionReport report,
        PlannedPromotion planned,
        PromoteArguments arguments,
        CancellationToken cancel
    )
    {
        var deployment = new Deployment(context, ports.Organizations);
        var code = await deployment.Run(report.Proposal, arguments.Consent, report.Caller, cancel);
        if (!ExitCodes.IsDone(code))
            return code;
        var kept = KeepMode(report.Proposal, arguments);
        var isKnown = await Deployment.AfterTheEnd(context, () => Confirm(planned, cancel));
        new RepositoryNotes(context, arguments.Request.ConfigPath).WriteNextSteps();
        if (kept != ExitCodes.Done)
            return kept;
        return isKnown ? code : ExitCodes.Incomplete;
    }

    private async Task<PromotionReport> Report(
        PlannedPromotion planned,
        ProposedDeployment proposal,
        CancellationToken cancel
    )
    {
        var caller = await ports.Identity.GetCallerIdentity(cancel);
        var changes = await ChangesSince.Of(planned.Observed, context.Files, ports.History(context.Time), cancel);
        return new PromotionReport(planned, proposal, caller) { Changes = changes };
    }

    /// <summary>
    /// The configuration is to say what is enforced now, so that the next `generate` does not take it back. The exit code.
    /// </summary>
    private int KeepMode(ProposedDeployment proposal, PromoteArguments arguments)
    {
        const AllowedImagesState Enforced = AllowedImagesState.Enabled;
        if (proposal.Plan.ModeAfter != Enforced || arguments.IsCheck)
            return ExitCodes.Done;
        var path = arguments.Request.ConfigPath;
        var shown = Sanitize.Text(path);
        const string Line =
            "set `policy_config.enforcement_mode` to `enabled` and commit it, so that `amigov generate` keeps enforcement";
        var bag = new DiagnosticBag();
        var kept = new KeepMode(context.Files, context.Git).Run(path, Enforced, bag);
        context.PrintFindings(bag.ToSorted());
        var said = kept switch
        {
            KeptMode.Written => $"✓ {shown} says `enforcement_mode`: `enabled` now; commit it",
            KeptMode.Uncommitted => $"{shown} has changes that are not committed, and was not touched: {Line}",
            KeptMode.Failed => $"{shown} could not be changed: {Line}",
            _ => null,
        };
        if (said is not null)
            context.Out.WriteLine(said);
        return kept == KeptMode.Failed ? ExitCodes.Errors : ExitCodes.Done;
    }

    /// <summary>A reviewed plan names the targets itself.</summary>
    private static PromotionRequest Request(PromoteArguments arguments, ReviewedPlan? reviewed)
    {
        if (reviewed is null || !arguments.Request.Targets.IsEmpty)
            return arguments.Request;
        var plan = reviewed.Plan;
        return arguments.Request with { Targets = [.. plan.Stages.Except(plan.StagesBefore)] };
    }

    /// <summary>Null when it cannot be planned; problems are printed.</summary>
    private async Task<PlannedPromotion?> Plan(PromotionRequest request, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        using var progress = new ProgressLine(context);
        var plan = new PlanPromotion(ports.Organizations, context.Files, context.Time, progress)
        {
            Commits = context.Git,
        };
        var planned = await plan.Run(request, bag, cancel);
        progress.Dispose();
        PlanProblems.Report(planned?.Result, bag);
        context.PrintFindings(bag.ToSorted());
        return planned;
    }

    private bool IsStale(ProposedDeployment proposal)
    {
        var bag = new DiagnosticBag();
        var isStale = JudgeDeployment.IsStale(proposal, bag);
        context.PrintFindings(bag.ToSorted());
        return isStale;
    }

    /// <summary>A promotion that is gone on with has passed its gates.</summary>
    private async Task<ProposedDeployment> ThroughGates(
        ProposedDeployment proposal,
        PlannedPromotion planned,
        GateRequest request,
        CancellationToken cancel
    )
    {
        if (proposal.Plan.IsEmpty || proposal.PassedItsGates)
            return proposal;
        using var progress = new ProgressLine(context);
        var check = new CheckGates(
            ports.Organizations,
            ports.History(context.Time),
            ports.Instances,
            context.Files,
            context.Time,
            progress
        );
        var gates = await check.Run(planned.Gates, planned.Enforcing, request, cancel);
        return proposal.WithGates(gates);
    }

    private int Show(PromotionReport report, IReadOnlyList<OutputTarget> outputs) =>
        TableOutput.Write(
            context,
            outputs,
            format =>
                format switch
                {
                    OutputFormat.Json => ReportJson.Of(PlanJson.Of(report, context.Time.Today())),
                    OutputFormat.Markdown => PromotionView.Markdown(report),
                    _ => PromotionView.Text(report),
                }
        );

    /// <summary>Where the report goes to files alone, the question would come on an empty screen.</summary>
    private void ShowOnScreen(PromotionReport report, PromoteArguments arguments)
    {
        if (!arguments.Consent.Yes && arguments.Outputs.All(o => o.File is not null))
            context.Out.Write(PromotionView.Text(report));
    }

    private async Task Confirm(PlannedPromotion planned, CancellationToken cancel)
    {
        if (ScpAlone.In(planned.Observed))
        {
            context.Out.WriteLine("no EC2 policy can be asked for; `amigov verify` tries launches in the accounts");
            return;
        }
        const AllowedImagesState Wanted = AllowedImagesState.Enabled;
        var confirm = new ConfirmEffect(ports.Organizations, context.Time);
        var (asked, others) = await confirm.Run(planned.Gates.Accounts, Wanted, cancel);
        if (asked.IsEmpty)
        {
            context.Out.WriteLine("no account could be asked: none is below the targets that could launch anything");
            return;
        }
        if (others.IsEmpty)
        {
            var accounts = Plural.Of(asked.Length, "account");
            context.Out.WriteLine(
                $"✓ AWS confirms enabled in {accounts} asked; EC2 may take up to {AwsFacts.PolicyDelay.Minutes()} to follow"
            );
            return;
        }
        var states = string.Join(", ", others.Select(o => $"{o.Account} has {o.State}"));
        var bag = new DiagnosticBag();
        bag.Report(
            RolloutDiagnostics.NotInEffect,
            SourceLocation.OfFile(SourceText.Missing("organization")),
            $"AWS says that {states}, not {Wanted.Name()}",
            "an account that was moved out of the targets meanwhile is under neither policy; `amigov status` reads it all again"
        );
        context.PrintFindings(bag.ToSorted());
    }
}
