using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>The policies on the way from the root through the OUs to an account, one list for each level.</summary>
public sealed record PolicyLevels(ImmutableArray<ImmutableArray<CompiledPolicy>> Levels)
{
    public static PolicyLevels Of(params ImmutableArray<CompiledPolicy>[] levels) => new([.. levels]);
}

/// <summary>Who asks, as far as it decides which policies reach the caller.</summary>
public sealed record Caller(bool InManagementAccount = false, bool IsServiceLinkedRole = false);

/// <summary>
/// The order in which AWS decides (IAM user guide, "Policy evaluation logic"; Organizations user guide, "SCP evaluation"):
/// an explicit deny in any policy wins; an allow is needed at every level of the SCPs, at every level of the RCPs, and from an
/// identity policy; the management account and service-linked roles are outside SCPs, service-linked roles outside RCPs too.
/// </summary>
public sealed class Authorization
{
    /// <summary>Null when service control policies are not in use.</summary>
    public PolicyLevels? ServiceControlPolicies { get; init; }

    public PolicyLevels? ResourceControlPolicies { get; init; }

    /// <summary>Null when the identity's own permissions are not asked for: then they count as allowing.</summary>
    public ImmutableArray<CompiledPolicy>? IdentityPolicies { get; init; }

    /// <summary>
    /// Decides a request of which not all is known: a deny that holds in any case wins, then a missing allow, and only then what
    /// depends on keys that are not known.
    /// </summary>
    public OpenDecision DecideOpen(RequestContext request, Caller caller)
    {
        var closed = Decide(request, caller);
        var layers = Layers(caller);
        var denies = layers.SelectMany(l => l.Matches(request, Effect.Deny)).ToList();
        if (denies.Exists(m => m.Match.IsCertain))
            return new OpenDecision(denies.First(m => m.Match.IsCertain).Decision, []);
        var open = denies.Select(m => (m.Decision, m.Match.DependsOn)).ToList();
        foreach (var layer in layers)
        {
            var allows = layer.Matches(request, Effect.Allow).ToList();
            if (allows.Count == 0)
                return new OpenDecision(new Decision(Outcome.ImplicitDeny, layer.Layer, null, -1, layer.Level), []);
            if (!allows.Exists(m => m.Match.IsCertain))
                open.Add((allows[0].Decision, [.. allows.SelectMany(m => m.Match.DependsOn)]));
        }
        if (open.Count == 0)
            return new OpenDecision(closed.Outcome == Outcome.Allowed ? closed : Decision.NotGoverned, []);
        var keys = open.SelectMany(o => o.DependsOn).Distinct(StringComparer.OrdinalIgnoreCase);
        return new OpenDecision(open[0].Decision, [.. keys.Order(StringComparer.Ordinal)]);
    }

    /// <summary>The policies that reach the caller; of each of these lists one must allow.</summary>
    private List<PolicyList> Layers(Caller caller)
    {
        var scps = caller.InManagementAccount || caller.IsServiceLinkedRole ? null : ServiceControlPolicies;
        var rcps = caller.IsServiceLinkedRole ? null : ResourceControlPolicies;
        var lists = new List<PolicyList>();
        foreach (var (level, policies) in (scps?.Levels ?? []).Index())
            lists.Add(new PolicyList(PolicyLayer.ServiceControlPolicy, level, policies));
        foreach (var (level, policies) in (rcps?.Levels ?? []).Index())
            lists.Add(new PolicyList(PolicyLayer.ResourceControlPolicy, level, policies));
        if (IdentityPolicies is { } own)
            lists.Add(new PolicyList(PolicyLayer.IdentityPolicy, -1, own));
        return lists;
    }

    private sealed record PolicyList(PolicyLayer Layer, int Level, ImmutableArray<CompiledPolicy> Policies)
    {
        /// <summary>The statements of one effect that match or may match.</summary>
        public IEnumerable<(Decision Decision, OpenMatch Match)> Matches(RequestContext request, Effect effect)
        {
            var outcome = effect == Effect.Deny ? Outcome.ExplicitDeny : Outcome.Allowed;
            foreach (var policy in Policies)
            foreach (var index in effect == Effect.Deny ? policy.Denies : policy.Allows)
                if (policy[index].MatchesOpen(request) is { IsPossible: true } match)
                    yield return (new Decision(outcome, Layer, policy, index, Level), match);
        }
    }

    public Decision Decide(RequestContext request, Caller caller)
    {
        var scps = caller.InManagementAccount || caller.IsServiceLinkedRole ? null : ServiceControlPolicies;
        var rcps = caller.IsServiceLinkedRole ? null : ResourceControlPolicies;
        if (scps is not null && FindDeny(scps, PolicyLayer.ServiceControlPolicy, request) is { } scpDeny)
            return scpDeny;
        if (rcps is not null && FindDeny(rcps, PolicyLayer.ResourceControlPolicy, request) is { } rcpDeny)
            return rcpDeny;
        if (
            IdentityPolicies is { } identities
            && Find(identities, PolicyLayer.IdentityPolicy, Effect.Deny, request, -1) is { } identityDeny
        )
            return identityDeny;
        var allowed = Decision.NotGoverned;
        if (scps is not null && !AllowedAtEveryLevel(scps, PolicyLayer.ServiceControlPolicy, request, ref allowed))
            return allowed;
        if (rcps is not null && !AllowedAtEveryLevel(rcps, PolicyLayer.ResourceControlPolicy, request, ref allowed))
            return allowed;
        if (IdentityPolicies is { } own)
            return Find(own, PolicyLayer.IdentityPolicy, Effect.Allow, request, -1)
                ?? new Decision(Outcome.ImplicitDeny, PolicyLayer.IdentityPolicy, null, -1, -1);
        return allowed;
    }

    private static Decision? FindDeny(PolicyLevels policies, PolicyLayer layer, RequestContext request)
    {
        for (var level = 0; level < policies.Levels.Length; level++)
            if (Find(policies.Levels[level], layer, Effect.Deny, request, level) is { } deny)
                return deny;
        return null;
    }

    private static bool AllowedAtEveryLevel(
        PolicyLevels policies,
        PolicyLayer layer,
        RequestContext request,
        ref Decision decision
    )
    {
        for (var level = 0; level < policies.Levels.Length; level++)
        {
            if (Find(policies.Levels[level], layer, Effect.Allow, request, level) is not { } allow)
            {
                decision = new Decision(Outcome.ImplicitDeny, layer, null, -1, level);
                return false;
            }
            decision = allow;
        }
        return true;
    }

    private static Decision? Find(
        ImmutableArray<CompiledPolicy> policies,
        PolicyLayer layer,
        Effect effect,
        RequestContext request,
        int level
    )
    {
        foreach (var policy in policies)
        foreach (var index in effect == Effect.Deny ? policy.Denies : policy.Allows)
            if (policy[index].Matches(request))
                return new Decision(
                    effect == Effect.Deny ? Outcome.ExplicitDeny : Outcome.Allowed,
                    layer,
                    policy,
                    index,
                    level
                );
        return null;
    }
}
