using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// The prover's classes in a form that a small checker can judge: a product of lists, patterns and times each. Classes that only
/// told apart what needs no telling apart are joined.
/// </summary>
/// <param name="Problem">Why the classes have no such form; null when they have.</param>
internal sealed record CertifiedClasses(ImmutableArray<CertifiedRequests> Requests, string? Problem)
{
    /// <summary>The accounts that conditions name as owners of images with an alias.</summary>
    public ImmutableArray<string> OwningAccounts { get; private init; } = [];

    public static CertifiedClasses Of(Proof proof)
    {
        if (proof.Denies.Select(ProblemOf).FirstOrDefault(p => p is not null) is { } problem)
            return new CertifiedClasses([], problem);
        var read = Kinds(proof).Select(k => (k.Kind, k.Actions, Reader: new ClassReader(proof, k.Actions[0])));
        var requests = read.Select(r =>
                (Requests: new CertifiedRequests(r.Kind, r.Actions, r.Reader.Read()), r.Reader.Problem)
            )
            .ToList();
        var told = requests.Select(r => r.Problem).FirstOrDefault(p => p is not null);
        return new CertifiedClasses([.. requests.Select(r => r.Requests)], told)
        {
            OwningAccounts = [.. Owning(proof.Denies).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>The accounts that conditions of the statements name as owners of images with an alias.</summary>
    public static IEnumerable<string> Owning(IEnumerable<DenyStatement> denies) =>
        denies
            .SelectMany(d => d.Conditions)
            .Where(c => c.Key == Atom.ResourceAccount)
            .SelectMany(c => c.Literals)
            .Where(a => AccountId.IsValid(a))
            .Distinct(StringComparer.Ordinal);

    /// <summary>Of each kind, the actions that the same statements cover stand together.</summary>
    private static IEnumerable<(string Kind, ImmutableArray<string> Actions)> Kinds(Proof proof)
    {
        (string Kind, ImmutableArray<string> Actions)[] kinds =
        [
            ("launch", GuardedActions.Launch),
            ("copy", [GuardedActions.Copy]),
            ("creation", GuardedActions.Creation.Remove(GuardedActions.Copy)),
            ("sharing", GuardedActions.Sharing),
            ("export", proof.Input.Config.Policy.DenyContentExport ? GuardedActions.Export : []),
            ("guardrails", proof.Input.Config.Policy.GuardrailActions),
        ];
        return from kind in kinds
            from actions in kind.Actions.GroupBy(a => proof.Space.Covering(a, Asked.Always))
            select (kind.Kind, actions.Order(StringComparer.Ordinal).ToImmutableArray());
    }

    /// <summary>Classes are told without places and kinds of resources, and lists hold no patterns but of principals.</summary>
    private static string? ProblemOf(DenyStatement deny)
    {
        var name = deny.Source.Words;
        if (deny.Source.ResourcesExcluded || deny.Source.Resources is not [GuardedActions.ImageArn or "*"])
            return $"{name} looks at other resources than all, or all images";
        if (deny.Conditions.Any(c => c.NamesCaller && c.Key != Atom.Owner))
            return $"{name} compares another key than the image's owner with the caller";
        var pattern = deny.Conditions.FirstOrDefault(c =>
            c.Key != Atom.PrincipalArn && c.Globs.Any(g => g.HasWildcards)
        );
        return pattern is null ? null : $"{name} compares {pattern.Key} by patterns";
    }
}
