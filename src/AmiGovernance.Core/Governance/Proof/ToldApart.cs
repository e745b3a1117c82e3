using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What policies of others tell apart of a call that its caller does not choose: account, image and moment.</summary>
internal sealed class ToldApart(ImmutableArray<Statement> statements, OrganizationIndex index)
{
    public const string TooMuch =
        "policies of others name images by patterns that can be matched in too many ways to look at all";

    private readonly GlobCache cache = new();

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

    /// <summary>Whether not all ids of images that they tell apart are known.</summary>
    public bool IsTooMuch => cache.GivenUp > 0;

    /// <summary>Equal for accounts that nothing tells apart.</summary>
    public string OfAccount(AccountId account)
    {
        if (hasVariables)
            return account.Value;
        var request = new RequestContext().Set("aws:PrincipalAccount", account.Value);
        foreach (var (key, value) in index.KeysOf(account))
            request.Set(key, value);
        var ofKeys = On(request, "aws:principalaccount", "aws:principalorg").Concat(OnArn(account));
        var ofResources = resources.Select(r => r.Account).Distinct().Select(p => Wildcard.Matches(p, account.Value));
        return string.Join(',', ofKeys.Concat(ofResources));
    }

    private IEnumerable<bool> OnArn(AccountId account)
    {
        foreach (var partition in Enum.GetValues<Partition>())
        {
            var arn = $"arn:{partition.Name()}:iam::{account}:{PrincipalClasses.OrdinaryRole}";
            foreach (var holds in On(new RequestContext().Set("aws:PrincipalArn", arn), "aws:principalarn"))
                yield return holds;
        }
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
