using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>What `amigov plan` would do.</summary>
internal static class OrganizationDrift
{
    /// <param name="repository">Null when there is nothing to hold the organization against.</param>
    /// <param name="observed">The organization as it is.</param>
    /// <param name="log">Whoever went back does not go forward by what `dist/` still says.</param>
    /// <param name="today">Exceptions count as of this day (UTC).</param>
    public static IEnumerable<Drift> Find(
        ValidatedRepository? repository,
        Organization observed,
        DeploymentLog log,
        DateOnly today
    )
    {
        if (repository is null)
            return [];
        var wanted = DesiredState.Of(repository.Config, repository.Dist);
        var desired = KeptStages.In(wanted, repository, observed, today);
        var (plan, problems) = Planner.Plan(observed, desired, adopt: false);
        if (plan is null)
            return problems.Select(problem => Drift(problem, "amigov plan"));
        return plan.IsEmpty ? [] : [Drift(plan, wanted.Carrier, Forward(log))];
    }

    private static Drift Drift(Plan plan, Carrier carrier, string forward)
    {
        if (plan.Enforces && carrier == Carrier.Amigov)
            return Drift(
                $"dist/ is in mode {plan.ModeAfter?.Name()}, the organization in {plan.ModeBefore?.Name() ?? "none"}",
                forward
            );
        var calls = Plural.Of(plan.Steps.Length, "call");
        return Drift($"{calls} between them, the first {plan.Steps[0].Text}", Mend(carrier));
    }

    /// <summary>What to do about `dist/` that enforces more than the organization.</summary>
    private static string Forward(DeploymentLog log)
    {
        if (log.LastUnfinishedStart is { IsRollback: true } start)
            return start.GoOn;
        return log.LastRollback is null ? "amigov promote" : "amigov plan";
    }

    private static string Mend(Carrier carrier) =>
        carrier == Carrier.Amigov
            ? "amigov plan"
            : $"amigov export {carrier.Name()}, for {carrier.Title()} to carry out";

    private static Drift Drift(string what, string help) => new("dist/ and organization", what, help);
}
