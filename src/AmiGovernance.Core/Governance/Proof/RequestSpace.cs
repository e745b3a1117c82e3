using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Splits all requests for an action into classes with one answer each, by choosing place, image, caller and time in turn and
/// keeping only the statements that can still match. A class ends as soon as a statement denies it whatever the rest is. The
/// classes together are all requests; what is not split along makes the answer of a class depend on it.
/// </summary>
internal sealed class RequestSpace
{
    /// <summary>Stands for "any value that no document names"; an account id that AWS does not give out.</summary>
    public const string UnnamedAccount = "000000000000";

    /// <summary>How often values of a key are chosen before what remains is left open.</summary>
    private const int MostChoices = 20_000;

    private readonly ImmutableArray<DenyStatement> denies;
    private readonly Func<string, ImmutableArray<string>> principals;
    private readonly int sides;
    private readonly GlobCache globs = new();
    private readonly ImageClasses images;
    private readonly PrincipalClasses callers;
    private int choices;

    /// <param name="named">Accounts that guarantees ask about, whether a document names them or not.</param>
    /// <param name="principals">Of an action, the patterns of principals that guarantees ask about.</param>
    /// <param name="services">Accounts of AWS that guarantees ask about: owners of images with an alias.</param>
    /// <param name="sides">How many sets of policies are compared.</param>
    public RequestSpace(
        ImmutableArray<DenyStatement> denies,
        IEnumerable<string> named,
        Func<string, ImmutableArray<string>>? principals = null,
        IEnumerable<string>? services = null,
        int sides = 1
    )
    {
        this.principals = principals ?? (_ => []);
        this.denies = denies;
        this.sides = sides;
        ImmutableArray<string> asked = [.. named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var accounts = new UnnamedAccounts(globs, asked);
        callers = new PrincipalClasses(globs, accounts, asked);
        images = new ImageClasses(accounts, asked, [.. services ?? []]);
    }

    /// <summary>
    /// The classes of several actions. Those that the same statements cover have the same classes; they stand once, under the
    /// first action.
    /// </summary>
    public List<RequestClass> Classes(IEnumerable<string> actions, Asked asked)
    {
        var classes = new List<RequestClass>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in actions.SelectMany(a => Calls(a, asked)))
            if (seen.Add(call.Key))
                classes.AddRange(Classes(call));
        return classes;
    }

    /// <summary>The calls of an action that the statements tell apart.</summary>
    public ImmutableArray<CoveredCall> Calls(string action, Asked asked) =>
        [
            .. CallsAlike(action, asked)
                .Select(c => new CoveredCall(action, c.Named, c.Live, IsOnImage(c.Call, c.Live)))
                .GroupBy(c => c.Key, StringComparer.Ordinal)
                .Select(g => g.First() with { Named = [.. g.SelectMany(c => c.Named)] }),
        ];

    /// <summary>Each call with the statements that can match; those that add nothing to the plain one stand with it.</summary>
    private IEnumerable<(AskedCall Call, ImmutableArray<string?> Named, ImmutableArray<DenyStatement> Live)> CallsAlike(
        string action,
        Asked asked
    )
    {
        ImmutableArray<DenyStatement> naming = [.. denies.Where(d => d.Names(action))];
        var calls = Question.Calls(action, asked);
        if (calls[0].Named is not null)
            return calls.Select(c => (c, ImmutableArray.Create(c.Named), Live(naming, c.Questions)));
        var plain = Live(naming, calls[0].Questions);
        var known = plain.Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        var more = calls.Skip(1).ToLookup(c => Live(naming, c.Own).All(d => known.Contains(d.Key)));
        return more[false]
            .Select(c => (c, ImmutableArray.Create(c.Named), Live(naming, c.Questions)))
            .Prepend((calls[0], [null, .. more[true].Select(c => c.Named)], plain));
    }

    /// <summary>
    /// A copy whose source no statement looks at is like other creations, and an image that could be another resource like that.
    /// </summary>
    private static bool IsOnImage(AskedCall call, ImmutableArray<DenyStatement> live)
    {
        var isAsked = live.Any(d => d.Atoms.Any(a => Atom.OnImage.Contains(a.Key)));
        return call.Questions.Any(q => q.IsOnImage && (isAsked || !q.IsSource && call.Named != Question.Image));
    }

    /// <summary>Equal for actions that the same statements cover; empty where none does.</summary>
    public string Covering(string action, Asked asked) =>
        string.Join(';', CallsAlike(action, asked).Select(c => Key(c.Live)).Distinct());

    /// <summary>The classes of one action, found as they are asked for.</summary>
    public IEnumerable<RequestClass> Classes(string action, Asked asked) => Calls(action, asked).SelectMany(Classes);

    /// <summary>The same of one call.</summary>
    public IEnumerable<RequestClass> Classes(CoveredCall call) =>
        Step(
            new RequestClass(call.Action, null, null, null, null, null) { Named = call.Named[0] },
            call.Live,
            (found, left) =>
                Split(
                    found,
                    left,
                    () => Places.Of(left, principals(call.Action), globs),
                    p => Step(found with { Place = p.Place }, p.Live, (at, here) => AtPlace(at, here, call.IsOnImage))
                )
        );

    /// <summary>The classes of each part; one that is open where there are too many parts to look at all.</summary>
    private IEnumerable<RequestClass> Split<T>(
        RequestClass found,
        ImmutableArray<DenyStatement> live,
        Func<IEnumerable<T>> parts,
        Func<T, IEnumerable<RequestClass>> classes
    )
    {
        var givenUp = globs.GivenUp;
        var all = parts().ToList();
        if (globs.GivenUp == givenUp)
            return all.SelectMany(classes);
        var answered = Answer(found, live);
        return [answered with { Depends = Doubt.TooManyWays, Undecided = Undecided(answered, live) }];
    }

    /// <summary>A deny on any resource of a call denies the call.</summary>
    private static ImmutableArray<DenyStatement> Live(
        ImmutableArray<DenyStatement> naming,
        ImmutableArray<Question> questions
    ) =>
        [
            .. naming
                .SelectMany(d => questions.Select(d.On))
                .OfType<DenyStatement>()
                .DistinctBy(d => d.Key, StringComparer.Ordinal),
        ];

    private IEnumerable<RequestClass> AtPlace(RequestClass found, ImmutableArray<DenyStatement> live, bool onImage) =>
        onImage
            ? Split(
                found,
                live,
                () => images.Of(found.Place, live, principals(found.Action)),
                c => Step(found with { Image = c.Class }, c.Live, Principals)
            )
            : Principals(found, live);

    private IEnumerable<RequestClass> Step(
        RequestClass found,
        ImmutableArray<DenyStatement> live,
        Func<RequestClass, ImmutableArray<DenyStatement>, IEnumerable<RequestClass>> next
    )
    {
        var answered = Answer(found, live);
        if (IsDecided(answered))
            return [answered];
        // What a set denies already, its other statements need not split further.
        return next(found, [.. live.Where(d => d.Denies || IsOpen(answered, d))]);
    }

    /// <summary>Whether each set denies all of the class.</summary>
    private static bool IsDecided(RequestClass answered) =>
        answered.DeniedBy is not null && answered.DeniedByOthers.All(d => d is not null);

    /// <summary>Whether the statement's set does not deny the class anyway.</summary>
    private static bool IsOpen(RequestClass answered, DenyStatement deny) =>
        (deny.Side == 0 ? answered.DeniedBy : answered.DeniedByOthers[deny.Side - 1]) is null;

    private static ImmutableArray<DenyStatement> Undecided(RequestClass answered, ImmutableArray<DenyStatement> live) =>
        [.. live.Where(d => IsOpen(answered, d))];

    /// <summary>The statements that deny whatever is chosen next.</summary>
    private RequestClass Answer(RequestClass found, ImmutableArray<DenyStatement> live) =>
        found with
        {
            DeniedBy = Denying(live, 0)?.Source,
            DeniedByOthers =
                sides == 1 ? [] : [.. Enumerable.Range(1, sides - 1).Select(side => Denying(live, side)?.Source)],
        };

    private static DenyStatement? Denying(ImmutableArray<DenyStatement> live, int side) =>
        live.FirstOrDefault(d => d.Denies && d.Side == side);

    private IEnumerable<RequestClass> Principals(RequestClass found, ImmutableArray<DenyStatement> live) =>
        Split(
            found,
            live,
            () => callers.Of(found.Place, live, principals(found.Action)),
            c => Step(found with { Principal = c.Class }, c.Live, Times)
        );

    private IEnumerable<RequestClass> Times(RequestClass found, ImmutableArray<DenyStatement> live)
    {
        var dates = Conditions(live, Atom.CurrentTime)
            .Concat(Conditions(live, Atom.EpochTime))
            .SelectMany(c => c.Values)
            .Select(v => ValueOperator.TryDate(v, out var date) ? date : default)
            .Distinct()
            .ToList();
        if (dates.Count == 0)
            return AtTime(found, live, DateTimeOffset.UnixEpoch);
        return dates
            .SelectMany(d => new[] { d.SecondBefore(), d, d.SecondAfter() })
            .Distinct()
            .Order()
            .SelectMany(t => AtTime(Between(found with { Time = t }, t, dates), live, t));
    }

    /// <summary>Between two dates nothing changes.</summary>
    private static RequestClass Between(RequestClass found, DateTimeOffset time, List<DateTimeOffset> dates)
    {
        if (dates.Contains(time))
            return found with { First = time, Last = time };
        var before = dates.Where(d => d < time).ToList();
        var after = dates.Where(d => d > time).ToList();
        return found with
        {
            First = before.Count == 0 ? DateTimeOffset.MinValue : before.Max().SecondAfter(),
            Last = after.Count == 0 ? DateTimeOffset.MaxValue : after.Min().SecondBefore(),
        };
    }

    private IEnumerable<RequestClass> AtTime(
        RequestClass found,
        ImmutableArray<DenyStatement> live,
        DateTimeOffset time
    )
    {
        var left = With(With(live, Atom.CurrentTime, Text(time)), Atom.EpochTime, Seconds(time));
        return Keys(found, left, []);
    }

    /// <summary>Chooses the keys that have any value, one after the other.</summary>
    /// <param name="passed">Keys that cannot be split along.</param>
    private IEnumerable<RequestClass> Keys(
        RequestClass found,
        ImmutableArray<DenyStatement> live,
        ImmutableHashSet<string> passed
    )
    {
        var answered = Answer(found, live);
        var undecided = Undecided(answered, live);
        if (undecided.IsEmpty)
            return [answered];
        var atoms = undecided.SelectMany(d => d.Atoms).OfType<FreeAtom>().Where(a => !passed.Contains(a.Key)).ToList();
        if (atoms.MinBy(a => a.Key, StringComparer.Ordinal) is not { Free: var free })
            return [Doubted(answered, undecided)];
        if (++choices > MostChoices || FreeValues.Of(atoms.FindAll(a => a.Key == free.Id), globs) is not { } values)
            return Keys(found, live, passed.Add(free.Id));
        return values
            .Select(v => (Values: v, Live: With(live, free, v)))
            .GroupBy(v => Key(v.Live), StringComparer.Ordinal)
            .Select(g => g.First())
            .SelectMany(v => Keys(found.With(free, v.Values), v.Live, passed));
    }

    private static RequestClass Doubted(RequestClass answered, ImmutableArray<DenyStatement> undecided) =>
        answered with
        {
            Depends = Doubt.On(undecided[0].Source, undecided[0].Unknown),
            Undecided = undecided,
        };

    public static string Seconds(DateTimeOffset time) =>
        time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static IEnumerable<ConditionAtom> Conditions(ImmutableArray<DenyStatement> live, string key) =>
        live.SelectMany(d => d.Atoms).OfType<ConditionAtom>().Where(a => a.Key == key);

    public static ImmutableArray<DenyStatement> With(ImmutableArray<DenyStatement> live, string key, string value) =>
        [.. live.Select(d => d.With(key, value)).OfType<DenyStatement>()];

    private static ImmutableArray<DenyStatement> With(
        ImmutableArray<DenyStatement> live,
        FreeKey key,
        ImmutableArray<string> values
    ) => [.. live.Select(d => d.With(key, values)).OfType<DenyStatement>()];

    /// <summary>Equal for sets of statements that will answer alike.</summary>
    public static string Key(ImmutableArray<DenyStatement> live) => string.Join(',', live.Select(d => d.Key));
}
