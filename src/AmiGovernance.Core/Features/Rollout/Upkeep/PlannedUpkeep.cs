using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Upkeep;

/// <summary>The organization held against what was deployed, and against the day.</summary>
/// <param name="Observed">Our part of the organization, as it was read.</param>
/// <param name="Deployed">The same with our policies as the last deployment left them.</param>
public sealed record PlannedUpkeep(Organization Observed, Organization Deployed)
{
    /// <summary>What somebody changed since the last deployment.</summary>
    public ImmutableArray<Drift> Drifts { get; init; } = [];

    /// <summary>The reviewed commit that the deployed policies are made from; null when none gives them.</summary>
    public string? Commit { get; init; }

    /// <summary>The configuration of that commit.</summary>
    public GovernanceConfig? Config { get; init; }

    /// <summary>Whether the newest reviewed configuration cannot be used.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Whether the newest reviewed configuration gives other policies than those that are deployed.</summary>
    public bool IsPending { get; init; }

    /// <summary>What broke off and is nobody's matter but that of who began it; null when nothing did.</summary>
    public DeploymentEntry? Unfinished { get; init; }

    /// <summary>Exceptions that have ended and that the policies in AWS still let in.</summary>
    public ImmutableArray<RenderDate> StillAllowed { get; init; } = [];

    /// <summary>What <see cref="ProposeEnds"/> ends.</summary>
    public ImmutableArray<RenderDate> Ends { get; init; } = [];

    /// <summary>The policies of today; null when it is not known what they are made from.</summary>
    internal DesiredState? Today { get; init; }

    internal Carrier Carrier { get; init; } = Carrier.Amigov;

    /// <summary>The deployment record, which is sound.</summary>
    internal DeploymentLog Log { get; init; } = DeploymentLog.Empty;

    /// <summary>Whether AWS knows of the last deployment of the record; another system leaves no mark.</summary>
    internal bool IsConfirmed => Carrier != Carrier.Amigov || Log.IsLastConfirmed(DeploymentMark.On(Observed));

    /// <summary>The newest reviewed configuration; null when it cannot be used.</summary>
    internal GovernanceConfig? Newest { get; init; }

    /// <summary>
    /// Brings the policies that nobody changed to what they are today: exceptions end, nothing else. Null when there is nothing to do, or
    /// it cannot be planned.
    /// </summary>
    public ProposedDeployment? ProposeEnds()
    {
        if (Ends.IsEmpty || Today is not { } wanted || Unfinished is not null)
            return null;
        var changed = ChangedPolicies();
        var observed = Without(Observed, changed);
        var desired = wanted with { Policies = [.. wanted.Policies.Where(p => !changed.Contains((p.Type, p.Name)))] };
        return Propose(DeploymentKind.ScheduledEnd, observed, desired, Kept(observed, changed));
    }

    /// <summary>
    /// What the record is to have: what somebody changed stays in it as it was deployed. Else the record would know nothing of it from now
    /// on, and a repair would take it away.
    /// </summary>
    private ImmutableArray<RecordedPolicy> Kept(
        Organization observed,
        HashSet<(OrganizationPolicyType Type, string Name)> changed
    )
    {
        var known = RecordedPolicy.Of(new OurPolicies(Deployed, RollbackState.Nothing));
        return
        [
            .. RecordedPolicy.Of(new OurPolicies(observed, RollbackState.Nothing)),
            .. known.Where(p => changed.Contains((p.Type, p.Name))),
        ];
    }

    /// <summary>
    /// Ends in the record what broke off here after its last call. Null when nothing did, and where calls are left to be made: whoever
    /// makes them ends it.
    /// </summary>
    public ProposedDeployment? ProposeClosing()
    {
        var isOurs = Log.LastUnfinishedStart?.Purpose is DeploymentPurpose.ScheduledEnd or DeploymentPurpose.Repair;
        if (!isOurs || Unfinished is not null)
            return null;
        var (kind, wanted) =
            Log.LastUnfinishedStart?.Purpose == DeploymentPurpose.ScheduledEnd
                ? (DeploymentKind.ScheduledEnd, Today)
                : (
                    DeploymentKind.Repair,
                    RollbackState.Before(RecordedPolicy.Of(new OurPolicies(Deployed, RollbackState.Nothing)), [])
                );
        if (wanted is null || Planner.Plan(Observed, wanted, adopt: false).Plan is not { IsEmpty: true } nothing)
            return null;
        return new ProposedDeployment(kind, nothing, Observed, wanted)
        {
            Accounts = AffectedAccounts.Between(Observed, Observed),
            Closes = Log.LastUnfinishedStart,
        };
    }

    /// <summary>
    /// Puts back what was deployed. Null when there is nothing to do, it cannot be planned, or AWS knows nothing of the deployment:
    /// somebody could have written its file. What ends is ended first.
    /// </summary>
    /// <param name="whole">The whole organization, as it is now: what gets weaker is looked for in every account.</param>
    public ProposedDeployment? ProposeRepair(Organization whole)
    {
        if (Drifts.IsEmpty || Unfinished is not null || !IsConfirmed)
            return null;
        var known = RecordedPolicy.Of(new OurPolicies(Deployed, RollbackState.Nothing));
        var gone = RollbackState.Gone(known, OrganizationIndex.Of(whole));
        var desired = RollbackState.Before(known, gone) with { Carrier = Carrier };
        return Propose(DeploymentKind.Repair, whole with { TrustedServices = null }, desired.KnownPart(whole));
    }

    /// <param name="before">See <see cref="ProposedDeployment.Before"/>.</param>
    private static ProposedDeployment? Propose(
        DeploymentKind kind,
        Organization observed,
        DesiredState desired,
        ImmutableArray<RecordedPolicy>? before = null
    )
    {
        if (Planner.Plan(observed, desired, adopt: false).Plan is not { IsEmpty: false } plan)
            return null;
        var seen = kind == DeploymentKind.ScheduledEnd ? WithAccounts(observed) : observed;
        var after = plan.ApplyTo(seen);
        var accounts = AffectedAccounts.Between(seen, after);
        return new ProposedDeployment(kind, plan, observed, desired)
        {
            Before = before,
            Accounts = accounts,
            // Nobody is there to answer for what gets weaker, and no entry wants it.
            Weaker = FindWeakenings.Run(plan, seen, after, desired, accounts, ReviewedEntries.None),
        };
    }

    private HashSet<(OrganizationPolicyType Type, string Name)> ChangedPolicies()
    {
        var ours = new OurPolicies(Observed, RollbackState.Nothing);
        var known = new OurPolicies(Deployed, RollbackState.Nothing);
        return
        [
            .. ours
                .All.Concat(known.All)
                .Select(p => (p.Type, p.Name))
                .Distinct()
                .Where(name => !IsSame(ours, known, name.Type, name.Name)),
        ];
    }

    private static bool IsSame(OurPolicies ours, OurPolicies known, OrganizationPolicyType type, string name)
    {
        if (ours.Find(type, name) is not { } now || known.Find(type, name) is not { } then)
            return false;
        return PolicyContent.Same(now.Content, then.Content)
            && ours.TargetsOf(now).ToHashSet(StringComparer.Ordinal).SetEquals(known.TargetsOf(then));
    }

    private static Organization Without(
        Organization organization,
        HashSet<(OrganizationPolicyType Type, string Name)> changed
    )
    {
        var left = organization
            .Policies.Where(p => changed.Contains((p.Type, p.Name)))
            .Select(p => p.Id)
            .ToHashSet(StringComparer.Ordinal);
        return organization with
        {
            Policies = [.. organization.Policies.Where(p => !left.Contains(p.Id))],
            Attachments = [.. organization.Attachments.Where(a => !left.Contains(a.PolicyId))],
        };
    }

    /// <summary>
    /// What gets weaker is found account by account, and of the organization only our part was read: an account that stands for all others
    /// is put into each target.
    /// </summary>
    private static Organization WithAccounts(Organization organization)
    {
        var targets = organization.Attachments.Select(a => a.TargetId).Distinct().Where(id => !AccountId.IsValid(id));
        var stand = targets.Select(
            (target, i) =>
                new OrganizationAccount(
                    AccountId.Parse(string.Create(CultureInfo.InvariantCulture, $"{i + 1:D12}")),
                    "any",
                    target
                )
        );
        return organization with { Accounts = [.. organization.Accounts, .. stand] };
    }
}
