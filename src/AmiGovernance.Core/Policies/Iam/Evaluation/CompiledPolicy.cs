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
        var variables = document.Version == "2012-10-17";
        statements = [.. document.Statements.Select(s => new CompiledStatement(s, variables))];
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

    public bool Matches(RequestContext request) =>
        MatchesAction(request) && MatchesResource(request) && ConditionsHold(request);

    /// <summary>Whether it matches for all values that the unknown may have, for some, or for none.</summary>
    public Truth Judge(RequestContext request, OpenFacts facts)
    {
        if (facts.AreNone)
            return Matches(request) ? Truth.Yes : Truth.No;
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
        conditions
            .Zip(Source.Conditions)
            .Where(c => c.First is null)
            .Select(c => $"what the operator {c.Second.Operator} means");

    /// <summary>The variables in resources that decide; none where a resource matches without them.</summary>
    private IEnumerable<string> OpenVariables(RequestContext request, OpenFacts facts)
    {
        if (!hasVariables || MatchesResource(request) != Source.ResourcesExcluded)
            return [];
        return resources.SelectMany(r => r.OpenVariables(request, facts)).Select(v => v.Name);
    }

    private Truth JudgeResource(RequestContext request, OpenFacts facts)
    {
        if (OpenVariables(request, facts).Any())
            return Truth.Open;
        var matches = MatchesResource(request);
        if (matches != Source.ResourcesExcluded || !facts.IsResourceOpen)
            return matches ? Truth.Yes : Truth.No;

        // What does not match all resources of the type may match one of them.
        var some = resources.Any(r => r.Expand(request) is { } p && Wildcard.ArnsIntersect(p, request.Resource));
        if (some)
            return Truth.Open;
        return Source.ResourcesExcluded ? Truth.Yes : Truth.No;
    }

    private bool MatchesAction(RequestContext request)
    {
        foreach (var action in actions)
            if (Wildcard.Matches(action, request.Action, ignoreCase: true))
                return !Source.ActionsExcluded;
        return Source.ActionsExcluded;
    }

    private bool MatchesResource(RequestContext request)
    {
        if (resources.Length == 0)
            return true;
        foreach (var resource in resources)
            if (resource.Expand(request) is { } pattern && ArnPattern.Matches(pattern, request.Resource))
                return !Source.ResourcesExcluded;
        return Source.ResourcesExcluded;
    }

    private bool ConditionsHold(RequestContext request)
    {
        foreach (var condition in conditions)
            if (condition is null || !condition.Holds(request))
                return false;
        return true;
    }
}
