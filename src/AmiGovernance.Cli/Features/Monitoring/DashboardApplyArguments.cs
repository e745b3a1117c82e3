namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What was asked of `dashboard apply`.</summary>
/// <param name="PlanFile">A plan that was reviewed; null for one that is made and shown now.</param>
/// <param name="Watched">Without effect where a plan was reviewed, as the two after it.</param>
/// <param name="Adopt">Whether what has our names without our tag is taken over.</param>
/// <param name="Delete">Whether everything of ours is taken away.</param>
/// <param name="Why">For the record; empty when no reason was given.</param>
/// <param name="Yes">Whether it is confirmed already.</param>
internal sealed record DashboardApplyArguments(
    string? PlanFile,
    DashboardArguments Watched,
    bool Adopt,
    bool Delete,
    string Why,
    bool Yes
);
