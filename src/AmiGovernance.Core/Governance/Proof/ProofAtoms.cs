using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>One condition in the form that the prover partitions along.</summary>
internal sealed record Atom(string Key, bool IsNegated, ImmutableArray<string> Values, string Operator)
{
    private readonly FrozenSet<string> set = Values.ToFrozenSet(StringComparer.Ordinal);

    public const string Owner = "ec2:owner";
    public const string ResourceAccount = "aws:resourceaccount";
    public const string PrincipalAccount = "aws:principalaccount";
    public const string PrincipalArn = "aws:principalarn";
    public const string CurrentTime = "aws:currenttime";

    /// <summary>Null when the condition is of a kind that the prover does not partition along.</summary>
    public static Atom? Of(Condition condition)
    {
        if (
            ConditionOperators.Split(condition.Operator) is not { Set: null } split
            || condition.Values.Any(v => v.Contains("${", StringComparison.Ordinal))
        )
            return null;
        var key = condition.Key.ToLowerInvariant();
        var fits = key switch
        {
            Owner or ResourceAccount or PrincipalAccount => split.Name is "StringEquals" or "StringNotEquals",
            PrincipalArn => split.Name is "ArnLike" or "ArnEquals" or "ArnNotLike" or "ArnNotEquals",
            CurrentTime => split.Name.StartsWith("Date", StringComparison.Ordinal)
                && condition.Values.All(v => ValueOperator.TryDate(v, out _)),
            _ => false,
        };
        return fits
            ? new Atom(key, split.Name.Contains("Not", StringComparison.Ordinal), condition.Values, split.Name)
            : null;
    }

    /// <summary>Every key that the prover knows is in every request that it looks at, so missing keys do not arise.</summary>
    public bool Holds(string value) =>
        Key switch
        {
            PrincipalArn => Values.Any(p => ArnPattern.Matches(p, value)) != IsNegated,
            CurrentTime => (ValueOperator.Find(Operator) is { } test && Values.Any(v => test.Matches(v, value)))
                != IsNegated,
            _ => set.Contains(value) != IsNegated,
        };
}

/// <summary>A deny statement with its conditions as atoms.</summary>
/// <param name="Number">
/// Its place among all statements; the number of atoms that remain tells its states apart, for keys are chosen in one order.
/// </param>
internal sealed record DenyStatement(int Number, Statement Source, ImmutableArray<Atom> Atoms)
{
    /// <summary>Of which of several sets that are compared it is, from 0.</summary>
    public int Side { get; init; }

    /// <summary>Null when a condition is of a kind that the prover does not partition along.</summary>
    public static DenyStatement? Of(Statement statement, int number)
    {
        var atoms = statement.Conditions.Select(Atom.Of).ToList();
        return atoms.Contains(null) ? null : new DenyStatement(number, statement, [.. atoms.OfType<Atom>()]);
    }

    public bool Covers(string action, string resource) =>
        Source.Actions.Any(a => Wildcard.Matches(a, action, ignoreCase: true)) != Source.ActionsExcluded
        && (
            Source.Resources.IsEmpty
            || Source.Resources.Any(r => ArnPattern.Matches(r, resource)) != Source.ResourcesExcluded
        );

    /// <summary>What remains when the value of a key is known; null when the statement cannot match any more.</summary>
    public DenyStatement? With(string key, string value)
    {
        if (Atoms.Any(a => a.Key == key && !a.Holds(value)))
            return null;
        return this with { Atoms = Atoms.RemoveAll(a => a.Key == key) };
    }
}
