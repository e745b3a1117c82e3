using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>How the values of a multivalued key count (IAM user guide, "Single-valued vs. multivalued context keys").</summary>
internal enum SetOperator
{
    None,
    ForAnyValue,
    ForAllValues,
}

/// <summary>
/// One condition, prepared once and evaluated for many requests (IAM user guide, "IAM JSON policy elements: Condition
/// operators"). A missing key makes a positive operator false and a negated one true.
/// </summary>
internal sealed class ConditionEvaluator
{
    private readonly ValueOperator test;
    private readonly SetOperator set;
    private readonly bool ifExists;
    private readonly ImmutableArray<ValuePattern> patterns;

    // Values without variables and wildcards, compared exactly: one look-up whatever the length of the list.
    private readonly FrozenSet<string>? literals;
    private readonly ImmutableArray<ValuePattern> others;

    private readonly bool hasVariables;

    private ConditionEvaluator(Condition source, ValueOperator test, SetOperator set, bool ifExists, bool variables)
    {
        Source = source;
        Key = ConditionKey.Of(source.Key);
        this.test = test;
        this.set = set;
        this.ifExists = ifExists;
        patterns = [.. source.Values.Select(v => ValuePattern.Parse(v, variables && test.AllowsVariables))];
        if (test.Comparer is { } comparer)
        {
            literals = patterns
                .Where(p => p.IsFixed && !(test.AllowsWildcards && p.HasWildcards))
                .Select(p => ValuePattern.Plain(p.Expand(Empty) ?? ""))
                .ToFrozenSet(comparer);
            others = [.. patterns.Where(p => !p.IsFixed || test.AllowsWildcards && p.HasWildcards)];
        }
        else
        {
            others = patterns;
        }
        hasVariables = others.Any(p => !p.IsFixed);
    }

    private static readonly RequestContext Empty = new();

    public Condition Source { get; }

    public ConditionKey Key { get; }

    /// <summary>Null when IAM knows no such operator: AWS refuses the policy, so no request ever meets it.</summary>
    public static ConditionEvaluator? Create(Condition condition, bool variables)
    {
        if (
            ConditionOperators.Split(condition.Operator) is not { } split
            || ValueOperator.Find(split.Name) is not { } test
        )
            return null;
        return new ConditionEvaluator(condition, test, SetOf(split.Set), split.IfExists, variables);
    }

    /// <param name="prefix">As <see cref="ConditionOperators.Split"/> gives it.</param>
    private static SetOperator SetOf(string? prefix)
    {
        if (prefix is null)
            return SetOperator.None;
        var isAny = prefix.Equals("ForAnyValue", StringComparison.OrdinalIgnoreCase);
        return isAny ? SetOperator.ForAnyValue : SetOperator.ForAllValues;
    }

    public bool Holds(RequestContext request)
    {
        var present = request.TryGet(Key, out var values);
        if (test.IsNull)
            return Asks(present ? "false" : "true");
        if (!present || values.IsEmpty)
        {
            if (ifExists || set == SetOperator.ForAllValues)
                return true;
            return set == SetOperator.None && test.IsNegated;
        }
        if (values.Length == 1 && set == SetOperator.None)
            return One(values[0], request);
        // A multivalued key without a set operator counts as if any of its values had been asked for.
        foreach (var value in values)
            if (One(value, request) != (set == SetOperator.ForAllValues))
                return set != SetOperator.ForAllValues;
        return set == SetOperator.ForAllValues;
    }

    /// <summary>Whether it holds for all values that the unknown may have, for some, or for none.</summary>
    public Truth Judge(RequestContext request, OpenFacts facts)
    {
        if (facts.PatternsOf(Key) is { IsEmpty: false } possible && !test.IsNull)
            return JudgePossible(possible, request, facts);

        if (facts.MayLack == Key && Holds(request) != HoldsWithout())
            return Truth.Open;
        var isKnown = request.TryGet(Key, out _) || !facts.IsOpen(Key);
        if (!isKnown || IsUndocumented(request))
            return Truth.Open;
        if (OpenVariables(request, facts).Any())
            return Truth.Open;
        return Holds(request) ? Truth.Yes : Truth.No;
    }

    /// <summary>What an open condition depends on: its own key where that is not known, else the variables in its values.</summary>
    public IEnumerable<string> OpenKeys(RequestContext request, OpenFacts facts)
    {
        var isOwn =
            !facts.PatternsOf(Key).IsEmpty
            || facts.MayLack == Key
            || !request.TryGet(Key, out _) && facts.IsOpen(Key)
            || IsUndocumented(request);
        return isOwn ? [Source.Key] : OpenVariables(request, facts);
    }

    /// <summary>
    /// The variables whose values are not known; none where another value of the list decides without them, or none of them can.
    /// </summary>
    private IEnumerable<string> OpenVariables(RequestContext request, OpenFacts facts)
    {
        if (!hasVariables)
            return [];
        var open = others.SelectMany(p => p.OpenVariables(request, facts)).ToList();
        if (open.Count == 0 || !request.TryGet(Key, out var values))
            return [];
        var known = patterns
            .Where(p => !p.OpenVariables(request, facts).Any())
            .Select(p => p.Expand(request))
            .OfType<string>();
        var isDecided = set == SetOperator.None && known.Any(p => values.Any(value => test.Matches(p, value)));
        return isDecided ? [] : open.Select(v => v.Name);
    }

    /// <summary>For a value that is known up to a part, for which `*` stands.</summary>
    private Truth JudgePossible(ImmutableArray<string> possible, RequestContext request, OpenFacts facts)
    {
        var expanded = patterns.Select(p => p.Expand(request)).OfType<string>().ToList();
        // What matches the `*` itself as text matches whatever stands in its place.
        var isMet = expanded.Any(p => possible.All(value => test.Matches(p, value)));
        var mayBeMet =
            expanded.Any(p => possible.Any(value => test.MayMatch(p, value)))
            || patterns.Any(p => p.OpenVariables(request, facts).Any());
        if (!isMet && mayBeMet)
            return Truth.Open;
        return isMet != test.IsNegated ? Truth.Yes : Truth.No;
    }

    /// <summary>The answer when this is the only value of the key, for conditions without variables.</summary>
    internal bool HoldsFor(string value) => test.IsNull ? Asks("false") : One(value, Empty);

    /// <summary>The answer when the request does not carry the key, for conditions without variables.</summary>
    internal bool HoldsWithout() => Holds(Empty);

    /// <summary>
    /// Of a missing key AWS says that `ForAnyValue` is false and that `IfExists` is true, and not what both together are (IAM user guide,
    /// "Set operators for multi-valued context keys" and "…IfExists condition operators").
    /// </summary>
    internal bool IsUndocumentedWithout => set == SetOperator.ForAnyValue && ifExists && !test.IsNull;

    private bool IsUndocumented(RequestContext request) => IsUndocumentedWithout && !request.TryGet(Key, out _);

    // Apart from Holds, whose every call would pay for the closure.
    private bool Asks(string word) => patterns.Any(p => p.Text.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the request's value meets one of the policy's values, or none of them when the operator is negated.</summary>
    private bool One(string value, RequestContext request) => MatchesAny(value, request) != test.IsNegated;

    private bool MatchesAny(string value, RequestContext request)
    {
        if (literals is not null && literals.Contains(value))
            return true;
        foreach (var pattern in others)
            if (pattern.Expand(request) is { } expanded && test.Matches(expanded, value))
                return true;
        return false;
    }
}
