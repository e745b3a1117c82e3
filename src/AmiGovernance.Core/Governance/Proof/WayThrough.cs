using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What stops a call whatever the caller asks for.</summary>
/// <param name="Decision">Of the engine.</param>
/// <param name="Keys">What it depends on, where nobody can tell what a caller's request carries.</param>
/// <param name="IsFurther">Whether it is about a resource that such a call need not name.</param>
internal sealed record Barrier(Decision Decision, ImmutableArray<string> Keys, bool IsFurther);

/// <summary>
/// Looks for a way to make a call below policies of others: by what the caller chooses in the request, such as the Region, the
/// instance type or the settings of the metadata service. A way that is found is one that the engine allows.
/// </summary>
internal sealed class WayThrough(Authorization authorization, IEnumerable<Statement> statements)
{
    private const int MostChoices = 12;

    /// <summary>Patterns of Regions that the policies tell apart.</summary>
    private readonly ImmutableArray<BegunGlob> regions =
    [
        .. statements
            .SelectMany(s =>
                s.Conditions.Where(c => IsRegion(c.Key))
                    .SelectMany(c => c.Values)
                    .Concat(s.Resources.Select(r => ArnParts.Of(r)?.Region ?? ""))
            )
            .Where(r => r is not ("" or "*"))
            .Distinct(StringComparer.Ordinal)
            .Select(r => BegunGlob.Of(new Glob(r))),
    ];

    private readonly GlobCache cache = new();

    /// <summary>Null when there is a way in some Region.</summary>
    public Barrier? Find(Ec2Call call)
    {
        Barrier? first = null;
        foreach (var region in Places.RegionsOf(call.Partition, regions, cache).Prepend(call.Region.Value))
        {
            if (In(call with { Region = RegionName.Parse(region) }) is not { } barrier)
                return null;
            // What stops the call in a Region where it may be made says more than that a Region is closed.
            if (first is null || IsOfRegion(first))
                first = barrier;
        }
        return first;
    }

    private static bool IsOfRegion(Barrier barrier) =>
        barrier.Decision.DecidingStatement?.Conditions.Any(c => IsRegion(c.Key)) == true;

    private Barrier? In(Ec2Call call) =>
        call.Questions()
            .Select(q => Stops(q.Request, MostChoices) is { } b ? b with { IsFurther = !q.IsTouched } : null)
            .FirstOrDefault(b => b is not null);

    private Barrier? Stops(RequestContext question, int left)
    {
        var decision = authorization.Decide(question, new Caller());
        // Where a level allows no launches at all, nobody may launch, and the notes on the accounts say so.
        if (decision.Outcome != Outcome.ExplicitDeny)
            return null;
        var conditions = decision.DecidingStatement?.Conditions ?? [];
        foreach (var choice in left == 0 ? [] : conditions.SelectMany(c => Choices(c, question)))
            if (Stops(choice, left - 1) is null)
                return null;
        return new Barrier(
            decision,
            [.. conditions.Select(c => c.Key).Where(k => !IsKnown(k)).Distinct()],
            IsFurther: false
        );
    }

    /// <summary>The question with another value of the condition's key, by which the condition does not hold.</summary>
    private static IEnumerable<RequestContext> Choices(Condition condition, RequestContext question)
    {
        var key = ConditionKey.Of(condition.Key);
        if (!IsChosen(condition.Key) || question.TryGet(key, out _))
            return [];
        return condition
            .Values.Select(v => v.Replace('*', 'x').Replace('?', 'x'))
            .Concat(["true", "false", "other"])
            .Select(value => Copy(question).Set(key, [value]))
            .Where(changed => ConditionEvaluator.Create(condition, variables: true)?.Holds(changed) == false);
    }

    private static RequestContext Copy(RequestContext question)
    {
        var copy = new RequestContext { Action = question.Action, Resource = question.Resource };
        foreach (var (key, values) in question.Values)
            copy.Set(key, values);
        return copy;
    }

    private static bool IsRegion(string key) => key.ToLowerInvariant() is Atom.RequestedRegion or Atom.Ec2Region;

    private static bool IsKnown(string key) =>
        Atom.Always.Contains(key.ToLowerInvariant()) || Atom.OnImage.Contains(key.ToLowerInvariant());

    /// <summary>What a request says of its own, by the Service Authorization Reference: never tags that are there already.</summary>
    private static bool IsChosen(string key)
    {
        var name = key.ToLowerInvariant();
        if (IsKnown(name) || name.StartsWith("ec2:resourcetag/", StringComparison.Ordinal) || name == "ec2:public")
            return false;
        return name.StartsWith("ec2:", StringComparison.Ordinal)
            || name.StartsWith("aws:requesttag/", StringComparison.Ordinal)
            || name == "aws:tagkeys";
    }
}
