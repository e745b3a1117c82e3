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

    private ImmutableArray<int> Indexes(Effect effect) =>
        [.. Enumerable.Range(0, statements.Length).Where(i => statements[i].Source.Effect == effect)];
}

/// <summary>One statement, prepared. An unknown condition operator matches nothing: AWS refuses such a policy.</summary>
internal sealed class CompiledStatement
{
    private readonly string[] actions;
    private readonly ValuePattern[] resources;
    private readonly ConditionEvaluator?[] conditions;

    public CompiledStatement(Statement source, bool variables)
    {
        Source = source;
        actions = [.. source.Actions];
        resources = [.. source.Resources.Select(r => ValuePattern.ParseResource(r, variables))];
        conditions = [.. source.Conditions.Select(c => ConditionEvaluator.Create(c, variables))];
    }

    public Statement Source { get; }

    public bool Matches(RequestContext request) =>
        MatchesAction(request) && MatchesResource(request) && ConditionsHold(request);

    /// <summary>The same where not all of the request is known.</summary>
    public OpenMatch MatchesOpen(RequestContext request)
    {
        if (!MatchesAction(request))
            return OpenMatch.No;
        var match = ResourceOpen(request);
        foreach (var condition in conditions)
            match = match.And(condition?.HoldsOpen(request) ?? OpenMatch.No);
        return match;
    }

    private OpenMatch ResourceOpen(RequestContext request)
    {
        if (MatchesResource(request) != Source.ResourcesExcluded)
            return OpenMatch.Of(!Source.ResourcesExcluded);
        if (resources.Length == 0)
            return OpenMatch.Yes;
        var unknown = resources.SelectMany(r => r.Unknown(request)).ToImmutableArray();
        var isOpen = request.IsAnyResource && resources.Any(r => Wildcard.ArnsIntersect(r.Text, request.Resource));
        if (isOpen)
            unknown = unknown.Add(UnknownKeys.TypeOf(request));
        var found = unknown.IsEmpty ? OpenMatch.No : OpenMatch.On(unknown);
        return Source.ResourcesExcluded ? found.Not() : found;
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
