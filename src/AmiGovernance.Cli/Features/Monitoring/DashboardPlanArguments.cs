using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What was asked of `dashboard plan`.</summary>
/// <param name="Adopt">Whether what has our names without our tag is taken over.</param>
/// <param name="Delete">Whether everything of ours is taken away.</param>
/// <param name="PlanFile">Where the plan is written; null for nowhere.</param>
/// <param name="DetailedExitCode">Whether a plan with steps ends with 3.</param>
internal sealed record DashboardPlanArguments(
    DashboardArguments Watched,
    bool Adopt,
    bool Delete,
    string? PlanFile,
    bool DetailedExitCode,
    IReadOnlyList<OutputTarget> Targets
);
