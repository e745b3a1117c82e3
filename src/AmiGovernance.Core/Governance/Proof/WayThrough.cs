using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What stops a call whatever the caller asks for, or may stop it.</summary>
/// <param name="Policy">By its name; null where no policy of a level allows.</param>
/// <param name="Statement">The one that denies, or may.</param>
/// <param name="Level">Counted from the root.</param>
/// <param name="DependsOn">What it depends on, where nobody can tell what a caller's request carries.</param>
internal sealed record Barrier(string? Policy, Statement? Statement, int Level, ImmutableArray<string> DependsOn)
{
    /// <summary>Whether it is about a resource that such a call need not name.</summary>
    public bool IsFurther { get; init; }

    public bool IsCertain => DependsOn.IsEmpty && !IsFurther;

    public static Barrier Of(Decision decision) =>
        new(decision.Policy?.Name, decision.DecidingStatement, decision.Level, []);

    public static Barrier Of(OpenStatement open, IEnumerable<string> dependsOn) =>
        new(open.Policy.Name, open.Statement, open.Level, [.. dependsOn.Distinct(StringComparer.Ordinal)]);
}

/// <summary>
/// Looks for a way to make a call below policies of others: by what the caller chooses in the request, such as the Region, the
/// instance type or the settings of the metadata service. A way that is found is one that the engine allows whatever is not chosen.
/// </summary>
internal sealed class WayThrough(Authorization authorization, ImmutableArray<Statement> statements)
{
    /// <summary>How often a call is asked about with other values before the answer stays open.</summary>
    private const int MostQuestions = 2_000;

    /// <summary>Keys of a resource that is there already, or that EC2 takes from it: no caller chooses their values.</summary>
    private static readonly string[] Given =
    [
        "ec2:imagetype",
        "ec2:productcode",
        "ec2:public",
        "ec2:resourcetag/",
        "ec2:roledelivery",
        "ec2:rootdevicetype",
        "ec2:sourceinstancearn",
    ];

    private readonly GlobCache cache = new();

    /// <summary>Patterns of Regions that the policies tell apart.</summary>
    private readonly ImmutableArray<BegunGlob> regions =
    [
        .. statements
            .SelectMany(s =>
                s.Conditions.Where(c => IsRegion(c.Key))
                    .SelectMany(c => c.Values)
                    .Concat(
                        s.Resources.SelectMany(r => ResourcePattern.Readings(r))
                            .Select(r => ArnParts.Of(r)?.Region ?? "")
                    )
            )
            .Where(r => r is not ("" or "*"))
            .Distinct(StringComparer.Ordinal)
            .Select(r => BegunGlob.Of(new Glob(r))),
    ];

    private int questions;

    /// <summary>Null when there is a way in some Region.</summary>
    public Barrier? Find(Ec2Call call)
    {
        questions = 0;
        var givenUp = cache.GivenUp;
        var found = Places.RegionsOf(call.Partition, regions, cache).Prepend(call.Region.Value).Distinct();
        Barrier? least = null;
        foreach (var region in found)
        {
            if (In(call with { Region = RegionName.Parse(region) }) is not { } barrier)
                return null;
            least = Least(least, barrier);
        }
        return cache.GivenUp == givenUp ? least : least! with { DependsOn = ["Regions that nobody looked at"] };
    }

    /// <summary>
    /// What is not certain leaves a way open; what stops the call in a Region where it may be made says more than that a Region is closed.
    /// </summary>
    private static Barrier Least(Barrier? first, Barrier second)
    {
        if (first is null || first.IsCertain && !second.IsCertain)
            return second;
        return first.IsCertain == second.IsCertain && IsOfRegion(first) ? second : first;
    }

    private static bool IsOfRegion(Barrier barrier) => barrier.Statement?.Conditions.Any(c => IsRegion(c.Key)) == true;

    /// <summary>Each resource of the call must be allowed; one that is certainly not counts most.</summary>
    private Barrier? In(Ec2Call call) =>
        call.Questions()
            .Select(q => Stops(call, q, q.Request, q.Facts) is { } b ? b with { IsFurther = !q.IsTouched } : null)
            .OfType<Barrier>()
            .OrderBy(b => b.IsCertain ? 0 : 1)
            .ThenBy(b => b.IsFurther ? 1 : 0)
            .FirstOrDefault();

    private Barrier? Stops(Ec2Call call, CallQuestion question, RequestContext request, OpenFacts facts)
    {
        var judged = authorization.Judge(request, new Caller(), facts);
        if (judged.Decision.Outcome != Outcome.Allowed)
            return Barrier.Of(judged.Decision);
        if (judged.Open.Count == 0)
            return null;

        var open = judged.Open[0];
        if (++questions > MostQuestions)
            return Barrier.Of(open, open.DependsOn(IdOf(question)));
        foreach (var (statement, key) in judged.Open.SelectMany(o => o.Keys.Where(IsChosen).Select(k => (o, k))))
            if (Values(call, question, key) is { } values)
                return WithValues(call, question, request, facts, Barrier.Of(statement, [key]), values);
        // The caller names another of its subnets, say; which image it is, nobody chooses.
        var isById = facts.IsResourceOpen && question.Type != Question.Image;
        if (isById && judged.Open.All(o => o.Keys.Count == 0 && o.UnclearResource is null))
        {
            var other = Stops(call, question, Own(call, request), facts with { IsResourceOpen = false });
            return other is null ? null : Barrier.Of(open, open.DependsOn(IdOf(question)));
        }
        var given = judged.Open.FirstOrDefault(o => !o.Keys.Any(IsChosen), open);
        return Barrier.Of(given, given.DependsOn(IdOf(question)));
    }

    private static string IdOf(CallQuestion question) => $"the {question.Type}'s id";

    /// <param name="open">Depends on the key that is chosen.</param>
    private Barrier? WithValues(
        Ec2Call call,
        CallQuestion question,
        RequestContext request,
        OpenFacts facts,
        Barrier open,
        IEnumerable<ImmutableArray<string>> values
    )
    {
        var key = open.DependsOn[0];
        var chosen = ConditionKey.Of(key);
        Barrier? least = null;
        foreach (var value in values)
        {
            var isAbsent = value.IsEmpty;
            var barrier = isAbsent
                ? Stops(call, question, request, facts with { IsOpen = k => k != chosen && facts.IsOpen(k) })
                : Stops(call, question, Copy(request).Set(chosen, value), facts);
            // Which keys of EC2 a request can do without is not documented; tags it can.
            if (barrier is null && (!isAbsent || !IsOfEc2(key)))
                return null;
            least = Least(least, barrier ?? open);
        }
        return least;
    }

    /// <summary>Values of a key, one for each way in which it can stand to the conditions; null when there are too many.</summary>
    private IEnumerable<ImmutableArray<string>>? Values(Ec2Call call, CallQuestion question, string key)
    {
        var asked = Question
            .Calls(call.Action, Asked.All)
            .SelectMany(c => c.Questions)
            .FirstOrDefault(q => q.Type == question.Type);
        if (asked is null)
            return null;
        var conditions =
            from statement in statements
            from condition in statement.Conditions
            where condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
            let test = ConditionEvaluator.Create(condition, statement.HasVariables)
            where test is not null
            select FreeAtom.Of(condition, test, asked, statement.HasVariables);
        var atoms = conditions.ToList();
        return atoms.Contains(null) ? null : FreeValues.Of([.. atoms.OfType<FreeAtom>()], cache);
    }

    /// <summary>Whether anybody shares a resource with the account is not known: its own is what it has.</summary>
    private static RequestContext Own(Ec2Call call, RequestContext question)
    {
        var own = Copy(question);
        own.Resource = question.Resource.Replace(":*:", $":{call.Account}:", StringComparison.Ordinal);
        return own;
    }

    private static RequestContext Copy(RequestContext question)
    {
        var copy = new RequestContext { Action = question.Action, Resource = question.Resource };
        foreach (var (key, values) in question.Values)
            copy.Set(key, values);
        return copy;
    }

    private static bool IsRegion(string key) => key.ToLowerInvariant() is Atom.RequestedRegion or Atom.Ec2Region;

    private static bool IsOfEc2(string key) => key.StartsWith("ec2:", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a request says of its own, by the Service Authorization Reference: never tags that are there already.</summary>
    private static bool IsChosen(string key)
    {
        var name = key.ToLowerInvariant();
        var isGiven =
            Atom.Always.Contains(name)
            || Atom.OnImage.Contains(name)
            || Array.Exists(Given, g => name.StartsWith(g, StringComparison.Ordinal));
        if (isGiven)
            return false;
        return IsOfEc2(name) || name.StartsWith("aws:requesttag/", StringComparison.Ordinal) || name == "aws:tagkeys";
    }
}
