using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Works out the calls. The declarative policy comes first, so that a launch deny never arrives before the allow list of the
/// other layer; policies are replaced in place, for the order of attachment decides between policies on one target; what is not
/// ours is never touched.
/// </summary>
public sealed class Planner
{
    /// <summary>The name of a copy that stands beside a policy while it is replaced.</summary>
    private const string CopySuffix = "-transition";

    /// <summary>Organizations: names of policies have 1 to 128 characters.</summary>
    private const int MaxName = 128;

    private readonly Organization organization;
    private readonly DesiredState desired;
    private readonly OurPolicies ours;
    private readonly List<PlanStep> steps = [];

    private Planner(Organization organization, DesiredState desired)
    {
        this.organization = organization;
        this.desired = desired;
        ours = new OurPolicies(organization, desired);
    }

    /// <param name="adopt">Take over policies of our names that somebody else made.</param>
    public static PlanResult Plan(Organization organization, DesiredState desired, bool adopt) =>
        new Planner(organization, desired).Run(adopt);

    private PlanResult Run(bool adopt)
    {
        var problems = Problems(adopt).ToImmutableArray();
        if (!problems.IsEmpty)
            return new PlanResult(null, problems);
        if (
            organization.TrustedServices?.Contains(PlanStep.Ec2Service) == false
            && desired.Policies.Any(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
        )
            steps.Add(new PlanStep(StepCall.EnableAWSServiceAccess, OrganizationPolicyType.DeclarativePolicyEc2));
        foreach (
            var type in desired
                .Policies.Select(p => p.Type)
                .Distinct()
                .Where(t => !organization.EnabledTypes.Contains(t))
        )
            steps.Add(new PlanStep(StepCall.EnablePolicyType, type));
        foreach (var policy in ours.Foreign)
            steps.Add(new PlanStep(StepCall.TagResource, policy.Type) { Policy = policy.Name, Tags = desired.Tags });
        DeclarativePolicies();
        ServiceControlPolicies();
        foreach (
            var policy in ours.All.Where(p =>
                !desired.IsOurs(p) && p.Type != OrganizationPolicyType.ServiceControlPolicy
            )
        )
            Remove(policy);
        return new PlanResult(
            new Plan(organization.Id, organization.RootId, [.. steps])
            {
                ModeBefore = ours
                    .All.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2 && ours.TargetsOf(p).Any())
                    .OrderBy(p => IsStaged(p.Type, p.Name))
                    .Select(p => Mode(p.Content))
                    .FirstOrDefault(),
                ModeAfter = desired
                    .Policies.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
                    .OrderBy(p => IsStaged(p.Type, p.Name))
                    .Select(p => Mode(p.Content))
                    .FirstOrDefault(),
                Targets = desired.Targets,
                StagesBefore = Sorted(ours.All.Where(p => IsStaged(p.Type, p.Name)).SelectMany(ours.TargetsOf)),
                Stages = Sorted(
                    desired
                        .Policies.Where(p => IsStaged(p.Type, p.Name))
                        .SelectMany(p => desired.TargetsOf(p, organization))
                ),
                States = States(),
            },
            []
        );
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

    private static bool IsStaged(OrganizationPolicyType type, string name) =>
        StagedEnforcement.WholeName(type, name) is not null;

    private static ImmutableArray<string> Sorted(IEnumerable<string> targets) =>
        [.. targets.Distinct().Order(StringComparer.Ordinal)];

    private IEnumerable<string> Problems(bool adopt)
    {
        var known = organization
            .Units.Select(u => u.Id)
            .Concat(organization.Accounts.Select(a => a.Id.Value))
            .Append(organization.RootId)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var target in desired.TargetsIn(organization).Where(t => !known.Contains(t)))
            yield return $"the target {target} is not in the organization {organization.Id}: correct `targets` in the configuration";
        foreach (var policy in desired.Policies.Where(p => p.Name.Length > MaxName))
            yield return $"the name `{policy.Name}` has {policy.Name.Length} characters, AWS allows {MaxName}: choose a shorter one in `policy_config`";
        if (!adopt)
            foreach (var policy in ours.Foreign)
                yield return $"the policy `{policy.Name}` ({policy.Id}) exists and does not carry the tag {DesiredState.OwnerTag}: it is not ours; `--adopt` takes it over, another name in `policy_config` leaves it alone";
        foreach (var type in desired.Policies.Select(p => p.Type).Distinct())
        foreach (var target in desired.TargetsIn(organization))
        {
            var others = organization
                .Attachments.Where(a => a.TargetId == target)
                .Select(a => organization.Policy(a.PolicyId))
                .Count(p => p is not null && p.Type == type && !ours.All.Contains(p));
            // What comes is attached before what goes is detached.
            var own = desired
                .Policies.Where(p => p.Type == type && desired.TargetsOf(p, organization).Contains(target))
                .Select(p => p.Name)
                .Union(ours.All.Where(p => p.Type == type && ours.TargetsOf(p).Contains(target)).Select(p => p.Name))
                .Count();
            if (others + own > PolicyQuotas.AttachmentsPerTarget)
                yield return $"{target} has {Plural.Of(others, "other policy").Replace("policys", "policies", StringComparison.Ordinal)} of type {type.Name()}; with ours there would be {others + own}, AWS allows {PolicyQuotas.AttachmentsPerTarget}";
        }
    }

    /// <summary>
    /// What comes is attached before what is there is replaced, and that before anything is detached: of two policies that
    /// together cover a target one is always there.
    /// </summary>
    private void DeclarativePolicies()
    {
        var policies = desired.Policies.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2).ToList();
        foreach (var policy in policies.OrderBy(IsReplaced))
            PutAndAttach(policy);
        foreach (var policy in policies)
            Detach(policy);
    }

    private bool IsReplaced(DesiredPolicy policy) =>
        ours.Find(policy.Type, policy.Name) is { } known
        && known.Content != policy.Content
        && ours.TargetsOf(known).Any();

    private void Put(DesiredPolicy policy)
    {
        PutAndAttach(policy);
        Detach(policy);
    }

    private void PutAndAttach(DesiredPolicy policy)
    {
        var known = ours.Find(policy.Type, policy.Name);
        if (known is null)
            steps.Add(Create(policy));
        else if (known.Content != policy.Content || known.Description != policy.Description)
            steps.Add(
                new PlanStep(StepCall.UpdatePolicy, policy.Type)
                {
                    Policy = policy.Name,
                    Content = policy.Content,
                    PreviousContent = known.Content,
                    Description = policy.Description,
                }
            );
        if (
            known is not null
            && OurPolicies.IsManaged(known)
            && desired.Tags.Any(t => known.Tags.GetValueOrDefault(t.Key) != t.Value)
        )
            steps.Add(new PlanStep(StepCall.TagResource, policy.Type) { Policy = policy.Name, Tags = desired.Tags });
        foreach (var target in desired.TargetsOf(policy, organization).Except(Attached(policy)))
            steps.Add(new PlanStep(StepCall.AttachPolicy, policy.Type) { Policy = policy.Name, Target = target });
    }

    /// <summary>From where it does not belong.</summary>
    private void Detach(DesiredPolicy policy)
    {
        if (desired.KeepsOtherTargets)
            return;
        foreach (var target in Attached(policy).Except(desired.TargetsOf(policy, organization)))
            steps.Add(new PlanStep(StepCall.DetachPolicy, policy.Type) { Policy = policy.Name, Target = target });
    }

    private IEnumerable<string> Attached(DesiredPolicy policy) =>
        ours.Find(policy.Type, policy.Name) is { } known ? ours.TargetsOf(known) : [];

    private PlanStep Create(DesiredPolicy policy) =>
        new(StepCall.CreatePolicy, policy.Type)
        {
            Policy = policy.Name,
            Content = policy.Content,
            Description = policy.Description,
            Tags = desired.Tags,
        };

    private void Remove(OrganizationPolicy policy)
    {
        foreach (var target in ours.TargetsOf(policy))
            steps.Add(
                new PlanStep(StepCall.DetachPolicy, policy.Type)
                {
                    Policy = policy.Name,
                    Target = target,
                    PreviousContent = policy.Content,
                }
            );
        steps.Add(
            new PlanStep(StepCall.DeletePolicy, policy.Type) { Policy = policy.Name, PreviousContent = policy.Content }
        );
    }

    private void ServiceControlPolicies()
    {
        var wanted = desired
            .Policies.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy)
            .ToDictionary(p => p.Name, StringComparer.Ordinal);
        var there = ours
            .All.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy)
            .ToDictionary(p => p.Name, StringComparer.Ordinal);
        var order = ScpTransition.Find(Zones(wanted, there));
        var copies = order.NeedsCopies
            ? order.Names.Where(wanted.ContainsKey).Select(n => wanted[n] with { Name = n + CopySuffix }).ToList()
            : [];
        foreach (var copy in copies)
            Put(copy);
        foreach (
            var name in order
                .Names.Concat(wanted.Keys.Order(StringComparer.Ordinal).Except(order.Names))
                .Except(copies.Select(c => c.Name))
        )
            if (wanted.TryGetValue(name, out var policy))
                Put(policy);
            else
                Remove(there[name]);
        foreach (var copy in copies)
        {
            foreach (var target in desired.TargetsOf(copy, organization))
                steps.Add(new PlanStep(StepCall.DetachPolicy, copy.Type) { Policy = copy.Name, Target = target });
            steps.Add(new PlanStep(StepCall.DeletePolicy, copy.Type) { Policy = copy.Name });
        }
        // What is ours, not wanted, and attached nowhere is left over from a run that did not end; it decides nothing.
        foreach (var left in there.Values.Where(p => !wanted.ContainsKey(p.Name) && !ours.TargetsOf(p).Any()))
            Remove(left);
    }

    /// <summary>The parts of the organization that our policies reach alike, before and after.</summary>
    private List<ScpZone> Zones(Dictionary<string, DesiredPolicy> wanted, Dictionary<string, OrganizationPolicy> there)
    {
        var before = there
            .Values.Select(p => (p.Name, p.Content, Targets: ours.TargetsOf(p).ToHashSet(StringComparer.Ordinal)))
            .Where(p => p.Targets.Count > 0)
            .ToList();
        var after = wanted
            .Values.Select(p =>
                (
                    p.Name,
                    p.Content,
                    Targets: desired
                        .TargetsOf(p, organization)
                        .Concat(desired.KeepsOtherTargets ? Attached(p) : [])
                        .ToHashSet(StringComparer.Ordinal)
                )
            )
            .ToList();
        var index = new OrganizationIndex(organization);
        var targets = before.Concat(after).SelectMany(p => p.Targets).ToHashSet(StringComparer.Ordinal);
        // Below a target nothing changes until the next one.
        return
        [
            .. targets
                .Select(t => index.PathTo(t))
                .Select(path => new ScpZone(On(before, path), On(after, path)))
                .DistinctBy(z => z.Key),
        ];

        static Dictionary<string, string> On(
            List<(string Name, string Content, HashSet<string> Targets)> policies,
            ImmutableArray<string> path
        ) =>
            policies
                .Where(p => path.Any(p.Targets.Contains))
                .ToDictionary(p => p.Name, p => p.Content, StringComparer.Ordinal);
    }

    private static AllowedImagesState? Mode(string content) =>
        DeclarativePolicyParser.Parse(SourceText.FromString("policy", content), new DiagnosticBag())?.State;
}
