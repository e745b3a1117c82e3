using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// The decision of <see cref="Authorization.Decide"/> for all values that the unknown may have: a deny or a missing allow that holds for
/// all of them decides, and what holds for some is named.
/// </summary>
internal sealed class OpenAuthorization(Authorization authorization, RequestContext request, OpenFacts facts)
{
    private readonly record struct Level(PolicyLayer Layer, int Number, ImmutableArray<CompiledPolicy> Policies);

    private readonly List<OpenStatement> open = [];

    public OpenDecision Decide(Caller caller)
    {
        var levels = Levels(caller);
        foreach (var level in levels)
            if (FindDeny(level) is { } deny)
                return new OpenDecision(deny, []);

        var decision = Decision.NotGoverned;
        foreach (var level in levels)
        {
            if (FindAllow(level) is not { } allow)
                return new OpenDecision(new Decision(Outcome.ImplicitDeny, level.Layer, null, -1, level.Number), []);
            decision = allow;
        }
        return new OpenDecision(decision, open);
    }

    private List<Level> Levels(Caller caller)
    {
        var scps =
            caller.InManagementAccount || caller.IsServiceLinkedRole ? null : authorization.ServiceControlPolicies;
        var rcps = caller.IsServiceLinkedRole ? null : authorization.ResourceControlPolicies;
        List<Level> levels =
        [
            .. Levels(scps, PolicyLayer.ServiceControlPolicy),
            .. Levels(rcps, PolicyLayer.ResourceControlPolicy),
        ];
        if (authorization.IdentityPolicies is { } own)
            levels.Add(new Level(PolicyLayer.IdentityPolicy, -1, own));
        return levels;
    }

    private static IEnumerable<Level> Levels(PolicyLevels? policies, PolicyLayer layer) =>
        policies is null ? [] : policies.Levels.Select((level, number) => new Level(layer, number, level));

    /// <summary>The deny that holds for all values; what holds for some is kept.</summary>
    private Decision? FindDeny(Level level)
    {
        foreach (var policy in level.Policies)
        foreach (var index in policy.Denies)
            switch (policy[index].Judge(request, facts))
            {
                case Truth.Yes:
                    return new Decision(Outcome.ExplicitDeny, level.Layer, policy, index, level.Number);
                case Truth.Open:
                    open.Add(Of(level, policy, index));
                    break;
            }
        return null;
    }

    /// <summary>Null when nothing can allow; where something may, it is kept.</summary>
    private Decision? FindAllow(Level level)
    {
        var some = new List<OpenStatement>();
        foreach (var policy in level.Policies)
        foreach (var index in policy.Allows)
            switch (policy[index].Judge(request, facts))
            {
                case Truth.Yes:
                    return new Decision(Outcome.Allowed, level.Layer, policy, index, level.Number);
                case Truth.Open:
                    some.Add(Of(level, policy, index));
                    break;
            }
        open.AddRange(some);
        return some is [var first, ..]
            ? new Decision(Outcome.Allowed, level.Layer, first.Policy, first.Index, level.Number)
            : null;
    }

    private OpenStatement Of(Level level, CompiledPolicy policy, int index) =>
        new(level.Layer, policy, index, level.Number, policy[index].OpenKeys(request, facts));
}
