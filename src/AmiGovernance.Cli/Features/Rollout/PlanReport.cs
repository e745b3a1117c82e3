using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>A plan with all that somebody wants to know before it is carried out.</summary>
internal sealed record PlanReport(ProposedDeployment Proposal, CallerDetails Caller, PlanPermissions Permissions)
{
    /// <summary>Other writers that come near what the plan changes.</summary>
    public WritersBeside Writers { get; init; } = new([], []);

    /// <summary>What others did to our policies since the last deployment.</summary>
    public ChangesSince Changes { get; init; } = new("", []);

    public Plan Plan => Proposal.Plan;

    /// <summary>Null when the repository or the plan has problems, which are printed.</summary>
    public static async Task<PlanReport?> Make(
        PlanRequest request,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        var history = ports.History(context.Time);
        using var asked = new AskedHistory(history, cancel);
        var planned = await Compare(request, context, ports, asked, cancel);
        if (planned?.Propose() is not { } proposal)
            return null;
        var writers = await WritersBeside.Of(proposal.Plan, planned, asked);
        var changes = await ChangesSince.Of(planned.Observed, context.Files, history, cancel);
        var caller = await ports.Identity.GetCallerIdentity(cancel);
        var permissions = await PlanPermissions.Of(proposal.Plan, caller, ports.Simulator, cancel);
        return new PlanReport(proposal, caller, permissions) { Writers = writers, Changes = changes };
    }

    /// <summary>The repository and the organization as they are now; null when the repository has problems, which are printed.</summary>
    /// <param name="history">Asked while the organization is read.</param>
    public static async Task<PlannedDeployment?> Compare(
        PlanRequest request,
        CliContext context,
        RolloutPorts ports,
        AskedHistory history,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        using var progress = new ProgressLine(context);
        var plan = new PlanDeployment(ports.Organizations, context.Files, context.Time, progress)
        {
            Commits = context.Git,
            WhileReading = history.Begin,
        };
        var planned = await plan.Run(request, bag, cancel);
        progress.Dispose();
        context.PrintFindings(bag.ToSorted());
        return bag.HasErrors ? null : planned;
    }
}
