using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Works out the calls. The declarative policy comes first, so that a launch deny never arrives before the allow list of the
/// other layer; policies are replaced in place, for the order of attachment decides between policies on one target; what is not
/// ours is never touched.
/// </summary>
internal sealed class Planner
{
    /// <summary>The name of a copy that stands beside a policy while it is replaced.</summary>
    private const string CopySuffix = "-transition";

    private readonly Organization organization;
    private readonly DesiredState desired;
    private readonly OurPolicies ours;
    private readonly PolicySteps steps;

    private Planner(Organization organization, DesiredState desired)
    {
        this.organization = organization;
        this.desired = desired;
        ours = new OurPolicies(organization, desired);
        steps = new PolicySteps(organization, desired, ours);
    }

    /// <param name="organization">As it is now.</param>
    /// <param name="desired">As it is to be.</param>
    /// <param name="adopt">Take over policies of our names that somebody else made.</param>
    public static PlanResult Plan(Organization organization, DesiredState desired, bool adopt) =>
        new Planner(organization, desired).Run(adopt);

    private PlanResult Run(bool adopt)
    {
        var problems = new PlanProblems(organization, desired, ours);
        if (problems.Find(adopt).ToImmutableArray() is { IsEmpty: false } found)
            return new PlanResult(null, found);

        Settings();
        foreach (var policy in ours.Foreign)
            steps.Add(steps.Tag(policy.Type, policy.Name));
        DeclarativePolicies();
        var copies = ServiceControlPolicies();
        if (problems.FindOfCopies(copies).ToImmutableArray() is { IsEmpty: false } full)
            return new PlanResult(null, full);
        foreach (var policy in ours.All.Where(IsLeftOver).Where(p => !IsServiceControl(p.Type)))
            steps.Remove(policy);
        return new PlanResult(Plan(), []);
    }

    private Plan Plan()
    {
        var before = PlannedMode.Of(
            organization,
            ours.All.Where(IsAttached).Select(p => new ModePolicy(p.Type, p.Name, p.Content, [.. ours.TargetsOf(p)]))
        );
        var after = PlannedMode.Of(
            organization,
            desired.Policies.Select(p => new ModePolicy(p.Type, p.Name, p.Content, [.. TargetsOf(p)]))
        );
        return new Plan(organization.Id, organization.RootId, steps.Taken)
        {
            ModeBefore = before.Mode,
            ModeAfter = after.Mode,
            Targets = desired.Targets,
            StagesBefore = before.Stages,
            Stages = after.Stages,
            Read = ours.Facts(),
            States = States(),
        };
    }

    /// <summary>What policies need before they can be attached.</summary>
    private void Settings()
    {
        // Trusted access that could not be read is left as it is. It is asked for once, with the policy that it belongs to: who may not
        // give it would be asked again by every plan, and nothing but the status report needs it.
        var isTrusted = organization.TrustedServices?.Contains(PlanStep.Ec2Service) ?? true;
        if (!isTrusted && desired.Policies.Any(p => IsDeclarative(p.Type) && ours.Find(p.Type, p.Name) is null))
            steps.Add(new PlanStep(StepCall.EnableAWSServiceAccess, OrganizationPolicyType.DeclarativePolicyEc2));
        foreach (var type in desired.Policies.Select(p => p.Type).Distinct().Except(organization.EnabledTypes))
            steps.Add(new PlanStep(StepCall.EnablePolicyType, type));
    }

    /// <summary>The fingerprint of the organization as it is, and after each step.</summary>
    private ImmutableArray<string> States()
    {
        var states = ImmutableArray.CreateBuilder<string>();
        states.Add(ours.Facts().Fingerprint());
        var state = organization;
        foreach (var step in steps.Taken)
        {
            state = step.ApplyTo(state);
            states.Add(new OurPolicies(state, desired).Facts().Fingerprint());
        }
        return states.ToImmutable();
    }

    /// <summary>
    /// What comes is attached before what is there is replaced, and that before anything is detached: of two policies that
    /// together cover a target one is always there.
    /// </summary>
    private void DeclarativePolicies()
    {
        var policies = desired.Policies.Where(p => IsDeclarative(p.Type)).ToList();
        foreach (var policy in policies.OrderBy(steps.IsReplaced))
            steps.PutAndAttach(policy);
        foreach (var policy in policies)
            steps.Detach(policy);
    }

    /// <returns>The copies that stand beside the policies while they are replaced.</returns>
    private List<DesiredPolicy> ServiceControlPolicies()
    {
        var wanted = desired
            .Policies.Where(p => IsServiceControl(p.Type))
            .ToDictionary(p => p.Name, StringComparer.Ordinal);
        var there = ours.All.Where(p => IsServiceControl(p.Type)).ToDictionary(p => p.Name, StringComparer.Ordinal);
        var order = ScpTransition.Find(ScpZone.All(organization, desired, ours));
        var changed = order.Names.Where(wanted.ContainsKey);
        var copies = order.NeedsCopies ? changed.Select(n => wanted[n] with { Name = n + CopySuffix }).ToList() : [];

        foreach (var copy in copies)
            steps.Put(copy);
        var unchanged = wanted.Keys.Order(StringComparer.Ordinal).Except(order.Names);
        foreach (var name in order.Names.Concat(unchanged).Except(copies.Select(c => c.Name)))
            if (wanted.TryGetValue(name, out var policy))
                steps.Put(policy);
            else
                steps.Remove(there[name]);
        foreach (var copy in copies)
            steps.RemoveCopy(copy);
        // What is ours, not wanted, and attached nowhere is left over from a run that did not end; it decides nothing.
        foreach (var left in there.Values.Where(p => IsLeftOver(p) && !IsAttached(p)))
            steps.Remove(left);
        return copies;
    }

    private bool IsAttached(OrganizationPolicy policy) => ours.TargetsOf(policy).Any();

    private bool IsLeftOver(OrganizationPolicy policy) => !desired.IsOurs(policy);

    private IEnumerable<string> TargetsOf(DesiredPolicy policy) => desired.TargetsOf(policy, organization);

    private static bool IsDeclarative(OrganizationPolicyType type) =>
        type == OrganizationPolicyType.DeclarativePolicyEc2;

    private static bool IsServiceControl(OrganizationPolicyType type) =>
        type == OrganizationPolicyType.ServiceControlPolicy;
}
