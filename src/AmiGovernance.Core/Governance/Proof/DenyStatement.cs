using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A deny statement with what it still asks of a request while the request is being chosen.</summary>
/// <param name="Number">Its place among all statements.</param>
internal sealed record DenyStatement(int Number, Statement Source, ImmutableArray<Atom> Atoms)
{
    /// <param name="Test">Null for an unknown operator.</param>
    private sealed record Asks(Condition Source, ConditionEvaluator? Test, Atom Atom);

    private ImmutableArray<Asks> conditions = [];

    /// <summary>The conditions that the prover can split along.</summary>
    public IEnumerable<ConditionAtom> Conditions => conditions.Select(c => c.Atom).OfType<ConditionAtom>();

    /// <summary>Of which of several sets that are compared it is, from 0.</summary>
    public int Side { get; init; }

    /// <summary>Tells apart what the statement asks on different resources.</summary>
    private string Form { get; init; } = "";

    /// <summary>Equal for statements that ask the same: keys are chosen in one order, so the number of atoms that remain tells.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Number}{Form}:{Atoms.Length}");

    /// <summary>Whether it denies whatever is chosen next.</summary>
    public bool Denies => Atoms.IsEmpty;

    /// <summary>Whether the prover can split along all that it asks.</summary>
    public bool IsClear =>
        conditions.All(c => c.Atom is not OpaqueAtom)
        && Source.Resources.All(r => ResourceAtom.IsClear(r, Source.HasVariables));

    public static DenyStatement Of(Statement statement, int number) =>
        new(number, statement, [])
        {
            conditions = [.. statement.Conditions.Select(c => AsksOf(c, statement.HasVariables))],
        };

    private static Asks AsksOf(Condition condition, bool variables)
    {
        var test = ConditionEvaluator.Create(condition, variables);
        // AWS may have come to know an operator that is unknown here.
        return new Asks(
            condition,
            test,
            test is null ? new OpaqueAtom(condition.OpenOperator) : AtomOf(condition, test, variables)
        );
    }

    private static Atom AtomOf(Condition condition, ConditionEvaluator test, bool variables) =>
        (Atom?)ConditionAtom.Of(condition, test, variables) ?? new OpaqueAtom(condition.Key);

    /// <summary>Whether it speaks of the action.</summary>
    public bool Names(string action) => Source.Covers(action);

    /// <summary>What it asks on a resource; null when it cannot match there.</summary>
    public DenyStatement? On(Question question)
    {
        if (!Names(question.Action))
            return null;
        var atoms = new List<Atom>();
        if (ResourceAtom.Of(Source, question) is not { } resource)
            return null;
        if (resource is not DecidedAtom)
            atoms.Add(resource);
        foreach (var condition in conditions)
            if (condition.Test is { } test && IsMissing(condition.Source.Key, question))
            {
                if (test.IsUndocumentedWithout)
                    atoms.Add(new OpaqueAtom(condition.Source.Key));
                else if (!test.HoldsWithout())
                    return null;
            }
            else
            {
                var atom = AtomOf(condition, question);
                if (atom is DecidedAtom { IsTrue: false })
                    return null;
                if (atom is not DecidedAtom)
                    atoms.Add(atom);
            }
        var form = string.Join(',', atoms.Select(a => a is ResourceAtom r ? r.Form : a.Key));
        return this with { Atoms = [.. atoms], Form = $"[{form}]" };
    }

    private Atom AtomOf(Asks condition, Question question)
    {
        if (question.IsCopy && condition.Atom is ConditionAtom { Key: Atom.Owner or Atom.ResourceAccount } owner)
            return owner.OfNew();
        if (condition.Test is null || IsKnown(condition.Atom, question))
            return condition.Atom;
        return (Atom?)FreeAtom.Of(condition.Source, condition.Test, question, Source.HasVariables)
            ?? new OpaqueAtom(condition.Source.Key);
    }

    private static bool IsMissing(string key, Question question)
    {
        var name = key.ToLowerInvariant();
        return !Atom.Always.Contains(name) && !question.CanCarry(name);
    }

    private static bool IsKnown(Atom atom, Question question) =>
        Atom.Always.Contains(atom.Key) || question.TellsOfImage(atom.Key);

    /// <summary>What remains when it is known where the request is made; null when the statement cannot match any more.</summary>
    public DenyStatement? At(Place place)
    {
        var left = this;
        if (Atoms.OfType<ResourceAtom>().FirstOrDefault() is { } resource)
        {
            if (!resource.TryAt(place, out var account))
                return null;
            left = this with { Atoms = [.. Atoms.Remove(resource), .. account is null ? [] : new[] { account }] };
            left = account is AccountAtom asked
                ? left with
                {
                    Form = $"{Form}{string.Join(',', asked.Patterns)}",
                }
                : left;
        }
        return left.With(Atom.RequestedRegion, place.Region)
            ?.With(Atom.Ec2Region, place.Region)
            ?.With(Atom.ImageId, place.ImageId);
    }

    /// <summary>What remains when the value of a key is known; null when the statement cannot match any more.</summary>
    public DenyStatement? With(string key, string value)
    {
        var ofCaller = new List<Atom>();
        foreach (var atom in Atoms.Where(a => a.Key == key))
            if ((atom as ConditionAtom)?.OfCaller(value) is { } asked)
                ofCaller.Add(asked);
            else if (!atom.Holds(value))
                return null;
        var left = this with { Atoms = [.. Atoms.RemoveAll(a => a.Key == key), .. ofCaller] };
        // What is asked of the caller tells the owners apart.
        return ofCaller.Count == 0 ? left : left with { Form = $"{Form}{key}={value}", AsksOwner = true };
    }

    /// <summary>Whether it still compares the image's owner with the caller.</summary>
    public bool ComparesOwner => Atoms.OfType<ConditionAtom>().Any(a => a.NamesCaller);

    /// <summary>Whether it asks if the caller is the owner, who is known.</summary>
    public bool AsksOwner { get; private init; }

    /// <summary>The same for a key that has any value.</summary>
    /// <param name="values">Empty where the request does not carry it.</param>
    public DenyStatement? With(FreeKey key, ImmutableArray<string> values)
    {
        var asked = Atoms.OfType<FreeAtom>().Where(a => a.Key == key.Id).ToList();
        return asked.TrueForAll(a => a.Holds(values)) ? this with { Atoms = Atoms.RemoveRange(asked) } : null;
    }

    /// <summary>What the answer depends on when everything is chosen.</summary>
    public IEnumerable<string> Unknown =>
        Atoms
            .Select(a =>
                a switch
                {
                    OpaqueAtom opaque => opaque.Name,
                    FreeAtom atom => atom.Free.Name,
                    _ => null,
                }
            )
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
}
