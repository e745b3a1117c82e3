using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What both layers have in common.</summary>
internal static class LayerGuarantees
{
    private const int MostNames = 5;

    private const string CriteriaGap = "image criteria besides the owner are known to the declarative policy only";

    public static GuaranteeResult Agree(Proof proof, List<RequestClass> launches)
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
        if (criteria.Any(c => c.Providers.IsEmpty))
            return Guarantee.LayersAgree.Refuted(
                classes,
                "a criterion of the declarative policy looks at no owner, so that only this layer allows all"
            );
        ImmutableArray<string> gaps = criteria.Any(c => c.Criteria is not null) ? [CriteriaGap] : [];
        return Disagreement(proof, launches) ?? Guarantee.LayersAgree.Proven(classes) with { Gaps = gaps };
    }

    /// <summary>
    /// Lists are not all: a statement may spare or stop an owner by something else. Asked of an ordinary role that may launch the owner's
    /// images, today, for each class of images and places.
    /// </summary>
    private static GuaranteeResult? Disagreement(Proof proof, List<RequestClass> launches)
    {
        var providers = proof.Input.Declarative.Criteria.SelectMany(c => c.Providers).ToHashSet(StringComparer.Ordinal);
        bool IsListed((string Owner, string Account) image) =>
            providers.Contains(OwnerAliases.FromIamName(image.Owner)?.DeclarativeName() ?? image.Owner)
            || providers.Contains(image.Account);
        var doubt = launches.Select(c => c.Depends).FirstOrDefault(d => d is { IsTooManyWays: true })?.Text;
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var found in launches.Where(IsOrdinary).DistinctBy(c => (c.Place, c.Image, c.Principal, c.Keys)))
        // All images of a class have one answer of the service control policy: one that is listed and one that is not tell.
        foreach (
            var image in proof
                .Owners(found)
                .Where(o => proof.Input.IsThere(o.Owner, o.Account) && Caller(proof, found, o.Owner) is not null)
                .DistinctBy(IsListed)
        )
        {
            var example = ExampleOf(proof, found, image);
            if (!asked.Add(example.Arguments))
                continue;
            if (proof.Engine.Denies(example) is not { } isDenied)
                doubt ??=
                    found.Depends?.Text
                    ?? $"the engine gives no answer to {SuggestedCommand.Of($"amigov explain {example.Arguments}")}";
            else if (isDenied == IsListed(image))
            {
                var layer = isDenied ? "declarative" : "service control";
                return Guarantee.LayersAgree.Refuted(
                    Partitioned.Of(launches),
                    $"only the {layer} policy allows images of {image.Owner}"
                ) with
                {
                    Counterexample = example.Arguments,
                    Request = example,
                };
            }
        }
        return doubt is null ? null : Guarantee.LayersAgree.NotProven(Partitioned.Of(launches), doubt);
    }

    private static Example ExampleOf(Proof proof, RequestClass found, (string Owner, string Account) image) =>
        Example.Of(
            found with
            {
                Principal = null,
                Time = null,
            },
            new Breach("", Caller(proof, found, image.Owner) ?? "", image.Owner)
            {
                OwnerAccount = image.Account == image.Owner ? null : image.Account,
            }
        );

    /// <summary>
    /// An account of the class that may launch the owner's images and does not own them, for on an account's own images no layer has a
    /// list; null when there is none.
    /// </summary>
    private static string? Caller(Proof proof, RequestClass found, string owner)
    {
        var exception = proof.Input.ExceptionOf(owner);
        return proof
            .Accounts(found)
            .Append(found.Principal is null ? ImageClasses.UnnamedAwsAccount : owner)
            .FirstOrDefault(a => a != owner && exception?.IsUsableBy(a) != false);
    }

    private static bool IsOrdinary(RequestClass found) =>
        found.Action == "ec2:RunInstances"
        && found.Principal?.Arn.EndsWith($":{PrincipalClasses.OrdinaryRole}", StringComparison.Ordinal) != false;

    /// <summary>Those that every deny on launches lets through, as declarative policies spell them.</summary>
    private static HashSet<string> OwnersOfLaunchDeny(Proof proof)
    {
        var lists = LaunchDenies(proof).Select(Listed).ToList();
        return lists.Count == 0 ? [] : lists.Aggregate((all, list) => [.. all.Intersect(list, StringComparer.Ordinal)]);
    }

    private static HashSet<string> Listed(DenyStatement deny) =>
        deny
            .Conditions.Where(a => a is { IsNegated: true, Key: Atom.Owner or Atom.ResourceAccount })
            .SelectMany(a => a.Literals)
            .Where(v => OwnerId.TryParse(v, out _))
            .Select(v => OwnerAliases.FromIamName(v)?.DeclarativeName() ?? v)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The denies on launches that are in force today, let owners through, and look at no owners besides.</summary>
    private static IEnumerable<DenyStatement> LaunchDenies(Proof proof) =>
        proof
            .Denies.Where(d => d.Names("ec2:RunInstances") && IsInForce(d, proof.Input.Now))
            .Where(d => d.Conditions.Any(a => a is { Key: Atom.Owner, IsNegated: true }))
            .Where(d => !d.Conditions.Any(a => a is { Key: Atom.Owner, IsNegated: false, Operator: not "Null" }));

    private static bool IsInForce(DenyStatement deny, DateTimeOffset now) =>
        deny.Conditions.All(c =>
            c.Key switch
            {
                Atom.CurrentTime => c.Holds(RequestSpace.Text(now)),
                Atom.EpochTime => c.Holds(RequestSpace.Seconds(now)),
                _ => true,
            }
        );

    private static bool IsByPattern(ConditionAtom condition) =>
        condition is { Key: Atom.Owner or Atom.ResourceAccount }
        && condition.Literals.Count() < condition.Values.Length;
}
