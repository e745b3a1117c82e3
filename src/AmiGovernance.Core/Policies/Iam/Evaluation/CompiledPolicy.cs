using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>A policy prepared for many requests.</summary>
public sealed class CompiledPolicy
{
    private readonly CompiledStatement[] statements;

    public CompiledPolicy(PolicyDocument document, string name)
    {
        Document = document;
        Name = name;
        var variables = document.Version == PolicyDocument.VersionWithVariables;
        statements = [.. document.Statements.Select(s => new CompiledStatement(s, variables && s.HasVariables))];
        Denies = Indexes(Effect.Deny);
        Allows = Indexes(Effect.Allow);
    }

    public PolicyDocument Document { get; }

    /// <summary>What people know the policy by, such as its file.</summary>
    public string Name { get; }

    internal ImmutableArray<int> Denies { get; }

    internal ImmutableArray<int> Allows { get; }

    internal CompiledStatement this[int index] => statements[index];

    internal bool AllowsAll(string action) =>
        Allows.Any(index =>
            statements[index].Source is { Conditions.IsEmpty: true, ResourcesExcluded: false, Resources: ["*"] } allow
            && allow.Covers(action)
        );

    private ImmutableArray<int> Indexes(Effect effect) =>
        [.. Enumerable.Range(0, statements.Length).Where(i => statements[i].Source.Effect == effect)];
}

/// <summary>
/// One statement, prepared. A condition whose operator is not known holds for nothing where all of the request is known, and may hold
/// otherwise: a policy that AWS accepted has operators that AWS knows.
/// </summary>
internal sealed class CompiledStatement
{
    private readonly string[] actions;
    private readonly ValuePattern[] resources;
    private readonly ConditionEvaluator?[] conditions;

    /// <summary>Whether the text of a resource depends on the request.</summary>
    private readonly bool hasVariables;

    public CompiledStatement(Statement source, bool variables)
    {
        Source = source;
        actions = [.. source.Actions];
        resources = [.. source.Resources.Select(r => ValuePattern.ParseResource(r, variables))];
        conditions = [.. source.Conditions.Select(c => ConditionEvaluator.Create(c, variables))];
        hasVariables = Array.Exists(resources, r => !r.IsFixed);
    }

    public Statement Source { get; }

    /// <summary>Whether it matches when what the request does not carry is absent; open where only its resource leaves that open.</summary>
    public Truth Judge(RequestContext request)
    {
        if (!MatchesAction(request))
            return Truth.No;
        var truth = JudgeKnownResource(request);
        return truth != Truth.No && ConditionsHold(request) ? truth : Truth.No;
    }

    /// <summary>Whether it matches for all values that the unknown may have, for some, or for none.</summary>
    public Truth Judge(RequestContext request, OpenFacts facts)
    {
        if (facts.AreNone)
            return Judge(request);
        if (!MatchesAction(request))
            return Truth.No;

        var truth = JudgeResource(request, facts);
        foreach (var condition in conditions)
        {
            var holds = condition?.Judge(request, facts) ?? Truth.Open;
            truth = holds < truth ? holds : truth;
            if (truth == Truth.No)
                break;
        }
        return truth;
    }

    /// <summary>The keys that the match depends on.</summary>
    public IReadOnlyList<string> OpenKeys(RequestContext request, OpenFacts facts) =>
        [
            .. conditions
                .OfType<ConditionEvaluator>()
                .Where(c => c.Judge(request, facts) == Truth.Open)
                .SelectMany(c => c.OpenKeys(request, facts))
                .Concat(OpenVariables(request, facts))
                .Concat(UnknownOperators)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    private IEnumerable<string> UnknownOperators =>
        conditions.Zip(Source.Conditions).Where(c => c.First is null).Select(c => c.Second.OpenOperator);

    /// <summary>Of its resources one of which it is not documented whether it matches; null where nothing depends on that.</summary>
    public string? UnclearResource(RequestContext request) =>
        JudgeKnownResource(request) == Truth.Open ? resources.First(r => Judge(r, request) == Truth.Open).Text : null;

    /// <summary>The variables in resources that decide; none where a resource matches without them.</summary>
    private IEnumerable<string> OpenVariables(RequestContext request, OpenFacts facts)
    {
        if (!hasVariables || IsMet(request) == Truth.Yes)
            return [];
        return resources.SelectMany(r => r.OpenVariables(request, facts)).Select(v => v.Name);
    }

    private Truth JudgeResource(RequestContext request, OpenFacts facts)
    {
        if (OpenVariables(request, facts).Any())
            return Truth.Open;
        var met = IsMet(request);
        // What does not match all resources of the type may match one of them.
        if (
            met == Truth.No
            && facts.IsResourceOpen
            && resources.Any(r => r.Expand(request) is { } p && ResourcePattern.Intersect(p, request.Resource))
        )
            return Truth.Open;
        return Excluding(met);
    }

    private Truth JudgeKnownResource(RequestContext request) => Excluding(IsMet(request));

    private Truth Excluding(Truth met)
    {
        if (!Source.ResourcesExcluded || met == Truth.Open)
            return met;
        return met == Truth.Yes ? Truth.No : Truth.Yes;
    }

    private bool MatchesAction(RequestContext request)
    {
        foreach (var action in actions)
            if (Wildcard.Matches(action, request.Action, ignoreCase: true))
                return !Source.ActionsExcluded;
        return Source.ActionsExcluded;
    }

    /// <summary>Whether one of its resources, as they stand, is the request's.</summary>
    private Truth IsMet(RequestContext request)
    {
        if (resources.Length == 0)
            return Source.ResourcesExcluded ? Truth.No : Truth.Yes;
        var met = Truth.No;
        foreach (var resource in resources)
        {
            var one = Judge(resource, request);
            if (one == Truth.Yes)
                return Truth.Yes;
            met = one > met ? one : met;
        }
        return met;
    }

    private static Truth Judge(ValuePattern resource, RequestContext request) =>
        resource.Expand(request) is { } pattern ? ArnPattern.Judge(pattern, request.Resource) : Truth.No;

    private bool ConditionsHold(RequestContext request)
    {
        foreach (var condition in conditions)
            if (condition is null || !condition.Holds(request))
                return false;
        return true;
    }
}
