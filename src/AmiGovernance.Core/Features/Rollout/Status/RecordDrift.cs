using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>What somebody did to our policies since the last deployment: in the console, say.</summary>
internal static class RecordDrift
{
    /// <param name="observed">The organization as it is.</param>
    /// <param name="log">The deployment record.</param>
    /// <param name="ours">The policies that carry our tag.</param>
    public static IEnumerable<Drift> Find(
        Organization observed,
        DeploymentLog log,
        IReadOnlyList<OrganizationPolicy> ours
    )
    {
        if (UpToDateRecord.Missing(log, MarkedOrganization.Of(observed)) is { } missing)
        {
            // What a record says that is behind is no news of the organization.
            yield return Drift(missing.Message, Mend(missing));
            yield break;
        }
        if (log.LastUnfinishedStart is { } start)
            yield return Drift($"deployment {start.Deployment} did not end", start.GoOn);
        if (log.Entries.All(e => e.Event != DeploymentEvent.Started))
        {
            if (ours.Count > 0)
                yield return Drift(
                    "policies of ours are there, and no deployment is recorded",
                    "bring deployments/ back from version control"
                );
            yield break;
        }
        foreach (var drift in Between(log.LastKnown(observed), observed, ours, log, isWhole: true))
            yield return drift;
    }

    /// <summary>What the policies are, against what they should be.</summary>
    /// <param name="known">Our policies as a deployment left them.</param>
    /// <param name="observed">The organization as it is.</param>
    /// <param name="ours">The policies that carry our tag.</param>
    /// <param name="log">The deployment record.</param>
    /// <param name="isWhole">Whether the whole tree was read, so that what is not there is gone.</param>
    public static IEnumerable<Drift> Between(
        Organization known,
        Organization observed,
        IReadOnlyList<OrganizationPolicy> ours,
        DeploymentLog log,
        bool isWhole = false
    )
    {
        var gone = isWhole ? Gone(known, observed) : [];
        foreach (var policy in known.Policies)
        foreach (var drift in Changes(policy, known, observed, ours, log, gone))
            yield return drift;
        foreach (var policy in ours.Where(p => OurPolicies.Same(p, known.Policies) is null))
            yield return Drift(
                $"`{policy.Name}` carries our tag and is not in the record",
                new PolicyChange(policy.Id, "CreatePolicy", "TagResource")
            );
    }

    /// <summary>What to do before anything else; null where the record can be trusted to be this organization's last word.</summary>
    public static string? First(Organization observed, DeploymentLog log)
    {
        if (UpToDateRecord.Missing(log, MarkedOrganization.Of(observed)) is not { } missing)
            return null;
        return IsBehind(missing) ? "`git pull`: the record here does not hold the last deployment" : missing.Help;
    }

    /// <summary>What the record here is known not to hold; null where nothing is.</summary>
    public static string? Lacks(Organization observed, DeploymentLog log) =>
        UpToDateRecord.Missing(log, MarkedOrganization.Of(observed))?.Message;

    private static string Mend(Diagnostic missing) => IsBehind(missing) ? "git pull" : missing.Help ?? "";

    private static bool IsBehind(Diagnostic missing) => missing.Descriptor == PlanningDiagnostics.RecordBehind;

    private static IEnumerable<Drift> Changes(
        OrganizationPolicy policy,
        Organization known,
        Organization observed,
        IReadOnlyList<OrganizationPolicy> ours,
        DeploymentLog log,
        HashSet<string> gone
    )
    {
        if (OurPolicies.Same(policy, ours) is not { } now)
            return [Gone(policy, log.IdOf(policy), observed)];
        var recorded = PolicyStatus.TargetsOf(known, policy);
        var actual = PolicyStatus.TargetsOf(observed, now);
        return
        [
            .. PolicyContent.Same(now.Content, policy.Content) ? [] : new[] { Edited(now, log) },
            .. recorded.Except(actual).Select(target => Detached(now, target, gone.Contains(target))),
            .. actual
                .Except(recorded)
                .Select(target =>
                    Drift(
                        $"`{policy.Name}` was attached to {target}",
                        new PolicyChange(now.Id, "AttachPolicy") { Target = target }
                    )
                ),
        ];
    }

    /// <summary>The targets that the organization no longer has.</summary>
    private static HashSet<string> Gone(Organization known, Organization observed)
    {
        var index = OrganizationIndex.Of(observed);
        return [.. known.Attachments.Select(a => a.TargetId).Where(target => index.PathTo(target).IsEmpty)];
    }

    private static Drift Gone(OrganizationPolicy policy, string id, Organization observed) =>
        observed.Policy(id) is null
            ? Drift($"`{policy.Name}` was deleted", new PolicyChange(id, "DeletePolicy"))
            : Drift(
                $"`{policy.Name}` lost the tag {DesiredState.OwnerTag}, or its name",
                new PolicyChange(id, "UntagResource", "TagResource", "UpdatePolicy")
            );

    private static Drift Edited(OrganizationPolicy now, DeploymentLog log)
    {
        var start = log.Entries.Last(e => e.Event == DeploymentEvent.Started);
        var isReverted = start.Before.Any(p =>
            (p.Type, p.Name) == (now.Type, now.Name) && PolicyContent.Same(p.Content, now.Content)
        );
        var what = isReverted
            ? $"`{now.Name}` was put back to what it was before deployment {start.Deployment}"
            : $"the content of `{now.Name}` was changed";
        return Drift(what, new PolicyChange(now.Id, "UpdatePolicy")) with
        {
            Version = ContentDigest.Of(writer => writer.WriteStringValue(now.Content)),
        };
    }

    /// <summary>
    /// When a type of policy is switched off, AWS detaches all policies of it (Organizations user guide, "Disabling a policy type").
    /// </summary>
    private static Drift Detached(OrganizationPolicy now, string target, bool isGone) =>
        Drift(
            isGone
                ? $"`{now.Name}` was attached to {target}, and {target} is gone"
                : $"`{now.Name}` was detached from {target}",
            new PolicyChange(now.Id, "DetachPolicy") { Target = target, DisabledType = now.Type.Name() }
        );

    private static Drift Drift(string what, string help) => new("record and organization", what, help);

    private static Drift Drift(string what, PolicyChange change) => Drift(what, "amigov plan") with { Change = change };
}
