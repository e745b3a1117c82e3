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
/// The order in which AWS decides (IAM user guide, "Policy evaluation logic"; Organizations user guide, "SCP evaluation", "RCP
/// evaluation"): an explicit deny in any policy wins; an allow is needed at every level of the SCPs, at every level of the RCPs, from an
/// identity policy, from the permissions boundary, from a session policy and from the policy of the VPC endpoint. The resource is taken
/// to be in the caller's account.
/// </summary>
public sealed class Authorization
{
    /// <summary>Policies of which one must allow.</summary>
    private readonly record struct Level(PolicyLayer Layer, int Number, ImmutableArray<CompiledPolicy> Policies);

    private Level[]? levels;

    /// <summary>Null when service control policies are not in use.</summary>
    public PolicyLevels? ServiceControlPolicies { get; init; }

    public PolicyLevels? ResourceControlPolicies { get; init; }

    /// <summary>Null when the identity's own permissions are not asked for: then they count as allowing.</summary>
    public ImmutableArray<CompiledPolicy>? IdentityPolicies { get; init; }

    /// <summary>Null for an identity without one.</summary>
    public ImmutableArray<CompiledPolicy>? PermissionsBoundary { get; init; }

    /// <summary>Null for a session that was given none; several together allow what any of them allows.</summary>
    public ImmutableArray<CompiledPolicy>? SessionPolicies { get; init; }

    /// <summary>Null for a call that takes no VPC endpoint, or one whose policy allows all.</summary>
    public ImmutableArray<CompiledPolicy>? EndpointPolicies { get; init; }

    /// <summary>Whether every level allows the action whatever it touches and whoever asks, so that only a deny can refuse it.</summary>
    public bool AllowsAll(string action) =>
        (levels ??= [.. AllLevels()]).All(level => level.Policies.Any(policy => policy.AllowsAll(action)));

    /// <summary>Taking what the request does not carry for absent.</summary>
    public Decision Decide(RequestContext request, Caller caller) => Judge(request, caller, OpenFacts.None).Decision;

    /// <summary>Of a whole call: what holds for certain on one of the resources that it touches.</summary>
    public Decision Decide(Ec2Call call, Caller caller) => call.Decide(question => Judge(question, caller).Decision);

    /// <summary>For a question of which not everything is known.</summary>
    public OpenDecision Judge(CallQuestion question, Caller caller) => Judge(question.Request, caller, question.Facts);

    /// <summary>
    /// The decision for all values that the unknown may have: a deny or a missing allow that holds for all of them decides, and what
    /// holds for some is named.
    /// </summary>
    public OpenDecision Judge(RequestContext request, Caller caller, OpenFacts facts)
    {
        List<OpenStatement>? open = null;
        levels ??= [.. AllLevels()];

        foreach (var level in levels)
            if (Reaches(level.Layer, caller, request) && FindDeny(level, request, facts, ref open) is { } deny)
                return new OpenDecision(deny, []);

        var decision = Decision.NotGoverned;
        foreach (var level in levels)
        {
            if (!Reaches(level.Layer, caller, request))
                continue;
            if (FindAllow(level, request, facts, ref open) is not { } allow)
                return new OpenDecision(new Decision(Outcome.ImplicitDeny, level.Layer, null, -1, level.Number), []);
            decision = allow;
        }
        return new OpenDecision(decision, open ?? (IReadOnlyList<OpenStatement>)[]);
    }

    private IEnumerable<Level> AllLevels() =>
        [
            .. Organization(ServiceControlPolicies, PolicyLayer.ServiceControlPolicy),
            .. Organization(ResourceControlPolicies, PolicyLayer.ResourceControlPolicy),
            .. Own(IdentityPolicies, PolicyLayer.IdentityPolicy),
            .. Own(PermissionsBoundary, PolicyLayer.PermissionsBoundary),
            .. Own(SessionPolicies, PolicyLayer.SessionPolicy),
            .. Own(EndpointPolicies, PolicyLayer.VpcEndpointPolicy),
        ];

    private static IEnumerable<Level> Organization(PolicyLevels? policies, PolicyLayer layer) =>
        policies is null ? [] : policies.Levels.Select((level, number) => new Level(layer, number, level));

    private static IEnumerable<Level> Own(ImmutableArray<CompiledPolicy>? policies, PolicyLayer layer) =>
        policies is { } own ? [new Level(layer, -1, own)] : [];

    /// <summary>
    /// The management account is outside SCPs and RCPs, and so are service-linked roles; RCPs reach the resources of some services only.
    /// </summary>
    private static bool Reaches(PolicyLayer layer, Caller caller, RequestContext request) =>
        layer switch
        {
            PolicyLayer.ServiceControlPolicy => !caller.InManagementAccount && !caller.IsServiceLinkedRole,
            PolicyLayer.ResourceControlPolicy => !caller.InManagementAccount
                && !caller.IsServiceLinkedRole
                && ResourceControlServices.Cover(request.Action),
            _ => true,
        };

    /// <summary>The deny that holds for all values; what holds for some is kept.</summary>
    private static Decision? FindDeny(
        in Level level,
        RequestContext request,
        OpenFacts facts,
        ref List<OpenStatement>? open
    )
    {
        foreach (var policy in level.Policies)
        foreach (var index in policy.Denies)
            switch (policy[index].Judge(request, facts))
            {
                case Truth.Yes:
                    return new Decision(Outcome.ExplicitDeny, level.Layer, policy, index, level.Number);
                case Truth.Open:
                    (open ??= []).Add(Of(level, policy, index, request, facts));
                    break;
            }
        return null;
    }

    /// <summary>Null when nothing can allow; where something may, it is kept.</summary>
    private static Decision? FindAllow(
        in Level level,
        RequestContext request,
        OpenFacts facts,
        ref List<OpenStatement>? open
    )
    {
        List<OpenStatement>? some = null;
        foreach (var policy in level.Policies)
        foreach (var index in policy.Allows)
            switch (policy[index].Judge(request, facts))
            {
                case Truth.Yes:
                    return new Decision(Outcome.Allowed, level.Layer, policy, index, level.Number);
                case Truth.Open:
                    (some ??= []).Add(Of(level, policy, index, request, facts));
                    break;
            }
        if (some is not [var first, ..])
            return null;
        (open ??= []).AddRange(some);
        return new Decision(Outcome.Allowed, level.Layer, first.Policy, first.Index, level.Number);
    }

    private static OpenStatement Of(
        in Level level,
        CompiledPolicy policy,
        int index,
        RequestContext request,
        OpenFacts facts
    ) =>
        new(level.Layer, policy, index, level.Number, policy[index].OpenKeys(request, facts))
        {
            UnclearResource = policy[index].UnclearResource(request),
        };
}
