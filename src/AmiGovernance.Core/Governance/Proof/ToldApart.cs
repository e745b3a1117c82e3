using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What policies of others tell apart of a call that its caller does not choose: caller, image and moment.</summary>
internal sealed class ToldApart(ImmutableArray<Statement> statements, OrganizationIndex index)
{
    private readonly GlobCache cache = new();
    private readonly GlobCache ofPrincipals = new();
    private bool isPrincipalOpen;
    private (int Images, int Principals) givenUpBefore;

    /// <summary>What asks for the caller's ARN; null for what nobody splits along, such as a variable.</summary>
    private readonly ImmutableArray<ConditionAtom?> onPrincipals =
    [
        .. from statement in statements
        from condition in statement.Conditions
        where condition.Key.Equals(Atom.PrincipalArn, StringComparison.OrdinalIgnoreCase)
        let test = ConditionEvaluator.Create(condition, statement.HasVariables)
        select test is null ? null : ConditionAtom.Of(condition, test, statement.HasVariables),
    ];

    private readonly ImmutableArray<ArnParts> resources =
    [
        .. statements
            .SelectMany(s => s.Resources)
            .SelectMany(r => ResourcePattern.Readings(r))
            .Distinct(StringComparer.Ordinal)
            .Select(ArnParts.Of)
            .OfType<ArnParts>(),
    ];

    private readonly ImmutableArray<(Condition Condition, ConditionEvaluator Test)> conditions =
    [
        .. from statement in statements
        from condition in statement.Conditions
        let test = ConditionEvaluator.Create(condition, statement.HasVariables)
        where test is not null
        select (condition, test),
    ];

    /// <summary>A variable compares one part of a call with another, so that each account and each owner is one of its own.</summary>
    private readonly bool hasVariables = statements.Any(s =>
        s.HasVariables
        && s.Resources.Concat(s.Conditions.SelectMany(c => c.Values))
            .Any(v => v.Contains("${", StringComparison.Ordinal))
    );

    /// <summary>Why not all that they tell apart is known; null when it is.</summary>
    public string? TooMuch
    {
        get
        {
            const string TooMany = "by patterns that can be matched in too many ways to look at all";
            if (isPrincipalOpen)
                return "policies of others name principals by what `amigov` does not split along";
            if (ofPrincipals.GivenUp > givenUpBefore.Principals)
                return $"policies of others name principals {TooMany}";
            return cache.GivenUp > givenUpBefore.Images ? $"policies of others name images {TooMany}" : null;
        }
    }

    /// <summary>Before another guarantee: what one of them does not know need not matter to the next.</summary>
    public void Begin()
    {
        isPrincipalOpen = false;
        givenUpBefore = (cache.GivenUp, ofPrincipals.GivenUp);
    }

    /// <summary>Equal for accounts that nothing tells apart.</summary>
    public string OfAccount(AccountId account)
    {
        var arns = Enum.GetValues<Partition>()
            .Select(partition => $"arn:{partition.Name()}:iam::{account}:{PrincipalClasses.OrdinaryRole}");
        return hasVariables ? account.Value : string.Join(',', OfKeys(account).Concat(arns.SelectMany(OnArn)));
    }

    /// <summary>Equal for callers that nothing tells apart.</summary>
    public string OfCaller(AccountId account, string arn) =>
        hasVariables ? arn : string.Join(',', OfKeys(account).Concat(OnArn(arn)));

    private IEnumerable<bool> OfKeys(AccountId account)
    {
        var request = new RequestContext().Set("aws:PrincipalAccount", account.Value);
        foreach (var (key, value) in index.KeysOf(account))
            request.Set(key, value);
        var ofResources = resources.Select(r => r.Account).Distinct().Select(p => Wildcard.Matches(p, account.Value));
        return On(request, "aws:principalaccount", "aws:principalorg").Concat(ofResources);
    }

    private IEnumerable<bool> OnArn(string arn) =>
        On(new RequestContext().Set("aws:PrincipalArn", arn), "aws:principalarn");

    /// <summary>Principals of the account that the patterns match, one for each way in which one can match those of the policies.</summary>
    public IEnumerable<string> Principals(AccountId account, Partition partition, ImmutableArray<string> patterns)
    {
        var matching = patterns
            .Select(PrincipalPattern.OfArn)
            .OfType<PrincipalPattern>()
            .Where(p => Wildcard.Matches(p.Parts!.Account, account.Value))
            .ToList();
        if (matching.Count == 0)
            return [];
        // Of a role that is named in full the engine knows all.
        isPrincipalOpen |=
            onPrincipals.Contains(null) && matching.Exists(p => Wildcard.HasWildcards(p.Parts!.Resource));
        var ofPolicies = onPrincipals.OfType<ConditionAtom>().SelectMany(PrincipalPattern.Of);
        return new PrincipalClasses(ofPrincipals, new UnnamedAccounts(ofPrincipals, []), [])
            .Arns(partition, account.Value, [.. matching, .. ofPolicies])
            .Where(arn => !PrincipalArn.IsServiceLinkedRole(arn))
            .Where(arn => matching.Exists(p => ArnPattern.Matches(p.Text, arn)));
    }

    /// <summary>Equal for owners of images that nothing tells apart.</summary>
    public string OfOwner(string owner, string account)
    {
        if (hasVariables)
            return $"{owner} {account}";
        var request = new RequestContext().Set("ec2:Owner", owner).Set("aws:ResourceAccount", account);
        var isOpen = account == RequestSpace.UnnamedAccount;
        return $"{isOpen}{string.Join(',', On(request, "ec2:owner", "aws:resourceaccount"))}";
    }

    private IEnumerable<bool> On(RequestContext request, params string[] keys) =>
        conditions
            .Where(c => keys.Any(k => c.Condition.Key.StartsWith(k, StringComparison.OrdinalIgnoreCase)))
            .Select(c => c.Test.Holds(request));

    /// <summary>An id of an image for each way in which one can match.</summary>
    public IEnumerable<string> Images()
    {
        var ofResources = resources
            .Select(r => r.Resource)
            .Where(r => r is not ("*" or "image/*"))
            .Select(r => new Glob(r))
            .Select(g => new BegunGlob(g, g.After("image/")))
            .Where(g => !g.Places.IsEmpty);
        var ofKeys = conditions
            .Where(c => c.Condition.Key.Equals("ec2:ImageID", StringComparison.OrdinalIgnoreCase))
            .SelectMany(c => c.Condition.Values)
            .Select(v => BegunGlob.Of(new Glob(v)));
        ImmutableArray<BegunGlob> globs = [.. ofResources.Concat(ofKeys)];
        return globs.IsEmpty
            ? [Place.AnyImageId]
            : cache.Split(globs, Language.ImageId, [Place.AnyImageId]).Select(c => c.Text);
    }

    /// <summary>Now, and each moment to come at which the answer may change.</summary>
    public IEnumerable<DateTimeOffset> Moments(DateTimeOffset now)
    {
        var dates = conditions
            .Where(c => c.Condition.Key.ToLowerInvariant() is Atom.CurrentTime or Atom.EpochTime)
            .SelectMany(c => c.Condition.Values)
            .Select(v => ValueOperator.TryDate(v, out var date) ? date : now);
        return dates
            .SelectMany(d => new[] { d.SecondBefore(), d, d.SecondAfter() })
            .Where(d => d > now)
            .Prepend(now)
            .Distinct()
            .Order();
    }
}
