using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What both layers have in common.</summary>
internal static class LayerGuarantees
{
    private const int MostNames = 5;

    private const string CriteriaGap = "image criteria besides the owner are known to the declarative policy only";

    public static GuaranteeResult Agree(Proof proof)
    {
        var input = proof.Input;
        if (!input.IsEnforced)
            return Guarantee.LayersAgree.NotApplicable("in audit mode the service control policy has no list");
        if (!input.HasDeclarative)
            return Guarantee.LayersAgree.NotApplicable("the service knows no EC2 policies: there is one layer");
        var criteria = input.Declarative.Criteria;
        var declarative = criteria.SelectMany(c => c.Providers).ToHashSet(StringComparer.Ordinal);
        if (LaunchDenies(proof).SelectMany(d => d.Conditions).Any(IsByPattern))
            return Guarantee.LayersAgree.NotProven(
                new Partitioned(0),
                "the service control policy compares owners by patterns, which declarative policies do not know"
            );
        var launch = OwnersOfLaunchDeny(proof);
        // With the alias `amazon` the service control policy needs no accounts of managed services.
        var onlyDeclarative = declarative
            .Except(launch)
            .Where(p => !(input.IsManagedService(p) && launch.Contains("amazon")));
        var difference = onlyDeclarative.Concat(launch.Except(declarative)).Order(StringComparer.Ordinal).ToList();
        var classes = new Partitioned(declarative.Count + launch.Count);
        if (difference.Count > 0)
            return Guarantee.LayersAgree.Refuted(
                classes,
                $"only one layer allows {string.Join(", ", difference.Take(MostNames))}"
            );
        ImmutableArray<string> gaps = criteria.Any(c => c.Criteria is not null) ? [CriteriaGap] : [];
        return Guarantee.LayersAgree.Proven(classes) with { Gaps = gaps };
    }

    /// <summary>Those that the deny on launches lets through, as declarative policies spell them.</summary>
    private static HashSet<string> OwnersOfLaunchDeny(Proof proof) =>
        LaunchDenies(proof)
            .SelectMany(d => d.Conditions)
            .Where(a => a is { IsNegated: true, Key: Atom.Owner or Atom.ResourceAccount })
            .SelectMany(a => a.Literals)
            .Select(v => OwnerAliases.FromIamName(v)?.DeclarativeName() ?? v)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The denies on launches that let owners through.</summary>
    private static IEnumerable<DenyStatement> LaunchDenies(Proof proof) =>
        proof
            .Denies.Where(d => d.Names("ec2:RunInstances"))
            .Where(d => d.Conditions.Any(a => a is { Key: Atom.Owner, IsNegated: true }));

    private static bool IsByPattern(ConditionAtom condition) =>
        condition is { Key: Atom.Owner or Atom.ResourceAccount }
        && condition.Literals.Count() < condition.Values.Length;
}
