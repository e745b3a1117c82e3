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
    /// <param name="today">Exceptions count as of this day (UTC).</param>
    public static IEnumerable<Drift> Find(ValidatedRepository? repository, Organization observed, DateOnly today)
    {
        if (repository is null)
            return [];
        var wanted = DesiredState.Of(repository.Config, repository.Dist);
        var desired = KeptStages.In(wanted, repository, observed, today);
        var (plan, problems) = Planner.Plan(observed, desired, adopt: false);
        if (plan is null)
            return problems.Select(problem => Drift(problem, "amigov plan"));
        return plan.IsEmpty ? [] : [Drift(plan, wanted.Carrier)];
    }

    private static Drift Drift(Plan plan, Carrier carrier)
    {
        if (plan.Enforces && carrier == Carrier.Amigov)
            return Drift(
                $"dist/ is in mode {plan.ModeAfter?.Name()}, the organization in {plan.ModeBefore?.Name() ?? "none"}",
                "amigov promote"
            );
        var calls = Plural.Of(plan.Steps.Length, "call");
        return Drift($"{calls} between them, the first {plan.Steps[0].Text}", Mend(carrier));
    }

    private static string Mend(Carrier carrier) =>
        carrier == Carrier.Amigov
            ? "amigov plan"
            : $"amigov export {carrier.Name()}, for {carrier.Title()} to carry out";

    private static Drift Drift(string what, string help) => new("dist/ and organization", what, help);
}
