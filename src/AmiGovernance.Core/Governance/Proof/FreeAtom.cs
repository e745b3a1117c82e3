using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>As what an operator reads the values of a key.</summary>
internal enum FreeKind
{
    /// <summary>Only whether it is there.</summary>
    Presence,
    Text,
    Number,
    Date,
    Address,
}

/// <summary>A condition on a key that has any value.</summary>
internal sealed record FreeAtom(FreeKey Free, FreeKind Kind, ConditionAtom Values, ConditionEvaluator Test)
    : Atom(Free.Id)
{
    /// <summary>Null when the condition is of a kind that the prover does not split along.</summary>
    public static FreeAtom? Of(Condition condition, ConditionEvaluator test, Question question, bool variables)
    {
        if (
            ConditionOperators.Split(condition.Operator) is not { } split
            || test.IsUndocumentedWithout
            || variables && condition.Values.Any(v => v.Contains("${", StringComparison.Ordinal))
            || FreeKey.Of(condition.Key, question) is not { } free
            || KindOf(split.Name) is not { } kind
        )
            return null;
        var values = kind == FreeKind.Presence ? [] : condition.Values;
        return new FreeAtom(free, kind, new ConditionAtom(free.Id, split.Name, values, test), test);
    }

    private static FreeKind? KindOf(string name)
    {
        if (name == "Null")
            return FreeKind.Presence;
        if (name == "Bool" || name.StartsWith("String", StringComparison.Ordinal))
            return FreeKind.Text;
        if (name.StartsWith("Numeric", StringComparison.Ordinal))
            return FreeKind.Number;
        if (name.StartsWith("Date", StringComparison.Ordinal))
            return FreeKind.Date;
        return name.EndsWith("IpAddress", StringComparison.Ordinal) ? FreeKind.Address : null;
    }

    public override bool Holds(string value) => Holds([value]);

    /// <param name="values">Empty where the request does not carry the key.</param>
    public bool Holds(ImmutableArray<string> values) =>
        values.IsEmpty ? Test.HoldsWithout() : Test.Holds(new RequestContext().Set(Test.Key, values));

    /// <summary>The values as patterns; those of `Bool` are compared without regard to case.</summary>
    public IEnumerable<Glob> Globs =>
        Values.Operator == "Bool"
            ? Values.Values.Select(v => new Glob(v, IsLiteral: true, IgnoresCase: true))
            : Values.Globs;
}
