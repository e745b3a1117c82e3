using System.Collections.Immutable;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Generation;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Core.Planning;

/// <summary>
/// Works out the calls. The declarative policy comes first, so that a launch deny never arrives before the allow list of the
/// other layer; policies are replaced in place, for the order of attachment decides between policies on one target; what is not
/// ours is never touched.
/// </summary>
public sealed class Planner
{
    /// <summary>The name of a copy that stands beside a policy while it is replaced.</summary>
    private const string CopySuffix = "-transition";

    private readonly Organization organization;
    private readonly DesiredState desired;
    private readonly OurPolicies ours;
    private readonly ImmutableArray<string> targets;
    private readonly List<PlanStep> steps = [];

    private Planner(Organization organization, DesiredState desired)
    {
        this.organization = organization;
        this.desired = desired;
        ours = new OurPolicies(organization, desired);
        targets = [.. desired.TargetsIn(organization)];
    }

    /// <param name="adopt">Take over policies of our names that somebody else made.</param>
    public static PlanResult Plan(Organization organization, DesiredState desired, bool adopt) => new Planner(organization, desired).Run(adopt);

    private PlanResult Run(bool adopt)
    {
        var problems = Problems(adopt).ToImmutableArray();
        if (!problems.IsEmpty) return new PlanResult(null, problems);
        if (organization.TrustedServices?.Contains(PlanStep.Ec2Service) == false && desired.Policies.Any(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2))
            steps.Add(new PlanStep(StepCall.EnableAWSServiceAccess, OrganizationPolicyType.DeclarativePolicyEc2));
        foreach (var type in desired.Policies.Select(p => p.Type).Distinct().Where(t => !organization.EnabledTypes.Contains(t))) steps.Add(new PlanStep(StepCall.EnablePolicyType, type));
        foreach (var policy in ours.Foreign) steps.Add(new PlanStep(StepCall.TagResource, policy.Type) { Policy = policy.Name, Tags = desired.Tags });
        foreach (var policy in desired.Policies.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)) Put(policy);
        ServiceControlPolicies();
        foreach (var policy in ours.All.Where(p => !desired.IsOurs(p) && p.Type != OrganizationPolicyType.ServiceControlPolicy)) Remove(policy);
        return new PlanResult(new Plan(organization.Id, organization.RootId, [.. steps])
        {
            ModeBefore = ours.All.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2 && ours.TargetsOf(p).Any()).Select(p => Mode(p.Content)).FirstOrDefault(),
            ModeAfter = desired.Policies.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2).Select(p => Mode(p.Content)).FirstOrDefault(),
            Targets = desired.Targets,
            States = States(),
        }, []);
    }

    private ImmutableArray<string> States()
    {
        var states = ImmutableArray.CreateBuilder<string>(steps.Count + 1);
        var state = organization;
        states.Add(ours.Fingerprint());
        foreach (var step in steps)
        {
            state = step.ApplyTo(state);
            states.Add(new OurPolicies(state, desired).Fingerprint());
        }
        return states.ToImmutable();
    }

    private IEnumerable<string> Problems(bool adopt)
    {
        var known = organization.Units.Select(u => u.Id).Concat(organization.Accounts.Select(a => a.Id.Value)).Append(organization.RootId).ToHashSet(StringComparer.Ordinal);
        foreach (var target in targets.Where(t => !known.Contains(t))) yield return $"the target {target} is not in the organization {organization.Id}: correct `targets` in the configuration";
        if (!adopt)
            foreach (var policy in ours.Foreign)
                yield return $"the policy `{policy.Name}` ({policy.Id}) exists and does not carry the tag {DesiredState.OwnerTag}: it is not ours; `--adopt` takes it over, another name in `policy_config` leaves it alone";
        foreach (var type in desired.Policies.Select(p => p.Type).Distinct())
            foreach (var target in targets)
            {
                var others = organization.Attachments.Where(a => a.TargetId == target).Select(a => organization.Policy(a.PolicyId)).Count(p => p is not null && p.Type == type && !ours.All.Contains(p));
                var wanted = desired.Policies.Count(p => p.Type == type);
                if (others + wanted > PolicyQuotas.AttachmentsPerTarget)
                    yield return $"{target} has {Plural.Of(others, "other policy").Replace("policys", "policies", StringComparison.Ordinal)} of type {type.Name()}; with ours there would be {others + wanted}, AWS allows {PolicyQuotas.AttachmentsPerTarget}";
            }
    }

    /// <summary>Creates or replaces a policy and attaches it where it is missing; takes it from where it does not belong.</summary>
    private void Put(DesiredPolicy policy)
    {
        var known = ours.Find(policy.Type, policy.Name);
        if (known is null) steps.Add(Create(policy));
        else if (known.Content != policy.Content || known.Description != policy.Description)
            steps.Add(new PlanStep(StepCall.UpdatePolicy, policy.Type) { Policy = policy.Name, Content = policy.Content, PreviousContent = known.Content, Description = policy.Description });
        if (known is not null && OurPolicies.IsManaged(known) && desired.Tags.Any(t => known.Tags.GetValueOrDefault(t.Key) != t.Value))
            steps.Add(new PlanStep(StepCall.TagResource, policy.Type) { Policy = policy.Name, Tags = desired.Tags });
        Attach(policy.Type, policy.Name, known);
    }

    private void Attach(OrganizationPolicyType type, string name, OrganizationPolicy? known)
    {
        var attached = known is null ? [] : ours.TargetsOf(known).ToList();
        foreach (var target in targets.Except(attached)) steps.Add(new PlanStep(StepCall.AttachPolicy, type) { Policy = name, Target = target });
        if (desired.KeepsOtherTargets) return;
        foreach (var target in attached.Except(targets)) steps.Add(new PlanStep(StepCall.DetachPolicy, type) { Policy = name, Target = target });
    }

    private PlanStep Create(DesiredPolicy policy) =>
        new(StepCall.CreatePolicy, policy.Type) { Policy = policy.Name, Content = policy.Content, Description = policy.Description, Tags = desired.Tags };

    private void Remove(OrganizationPolicy policy)
    {
        foreach (var target in ours.TargetsOf(policy)) steps.Add(new PlanStep(StepCall.DetachPolicy, policy.Type) { Policy = policy.Name, Target = target, PreviousContent = policy.Content });
        steps.Add(new PlanStep(StepCall.DeletePolicy, policy.Type) { Policy = policy.Name, PreviousContent = policy.Content });
    }

    private void ServiceControlPolicies()
    {
        var wanted = desired.Policies.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy).ToDictionary(p => p.Name, StringComparer.Ordinal);
        var there = ours.All.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy).ToDictionary(p => p.Name, StringComparer.Ordinal);
        // A policy that is ours and attached nowhere decides nothing yet.
        var attached = there.Where(p => ours.TargetsOf(p.Value).Any()).ToDictionary(p => p.Key, p => p.Value.Content, StringComparer.Ordinal);
        var order = ScpTransition.Find(attached, wanted.ToDictionary(p => p.Key, p => p.Value.Content, StringComparer.Ordinal));
        var copies = order.NeedsCopies ? order.Names.Where(wanted.ContainsKey).Select(n => wanted[n] with { Name = n + CopySuffix }).ToList() : [];
        foreach (var copy in copies) Put(copy);
        foreach (var name in order.Names.Concat(wanted.Keys.Order(StringComparer.Ordinal).Except(order.Names)).Except(copies.Select(c => c.Name)))
            if (wanted.TryGetValue(name, out var policy)) Put(policy);
            else Remove(there[name]);
        foreach (var copy in copies)
        {
            foreach (var target in targets) steps.Add(new PlanStep(StepCall.DetachPolicy, copy.Type) { Policy = copy.Name, Target = target });
            steps.Add(new PlanStep(StepCall.DeletePolicy, copy.Type) { Policy = copy.Name });
        }
        // What is ours, not wanted, and attached nowhere is left over from a run that did not end.
        foreach (var left in there.Values.Where(p => !wanted.ContainsKey(p.Name) && !attached.ContainsKey(p.Name))) Remove(left);
    }

    private static AllowedImagesState? Mode(string content) => DeclarativePolicyParser.Parse(SourceText.FromString("policy", content), new DiagnosticBag())?.State;
}
