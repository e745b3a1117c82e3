using System.Collections.Immutable;
using System.Globalization;
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

    private readonly ImmutableArray<DenyStatement> denies;
    private readonly ImmutableArray<string> principals;
    private readonly int sides;
    private readonly GlobCache globs = new();
    private readonly ImageClasses images;
    private readonly PrincipalClasses callers;

    /// <param name="named">Accounts that guarantees ask about, whether a document names them or not.</param>
    /// <param name="principals">Patterns of principals that guarantees ask about.</param>
    /// <param name="sides">How many sets of policies are compared.</param>
    public RequestSpace(
        ImmutableArray<DenyStatement> denies,
        IEnumerable<string> named,
        IEnumerable<string> principals,
        int sides = 1
    )
    {
        this.principals = [.. principals];
        this.denies = denies;
        this.sides = sides;
        ImmutableArray<string> asked = [.. named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var accounts = new UnnamedAccounts(globs, asked);
        images = new ImageClasses(accounts, asked);
        callers = new PrincipalClasses(globs, accounts, asked, this.principals);
    }

    /// <summary>Why the classes may not be all requests; null when they are.</summary>
    public string? Problem =>
        globs.IsTooMuch ? "the patterns of the policies can be matched in too many ways to look at all" : null;

    /// <summary>
    /// The classes of several actions. Those that the same statements cover have the same classes; they stand once, under the
    /// first action.
    /// </summary>
    public List<RequestClass> Classes(IEnumerable<string> actions, Asked asked)
    {
        var classes = new List<RequestClass>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            var questions = Question.Of(action, asked);
            var live = Live(questions);
            var onImage = questions.Any(q => q.IsOnImage && (!q.IsSource || IsAskedOfImages(live)));
            if (seen.Add($"{onImage}|{Key(live)}"))
                classes.AddRange(Find(new RequestClass(action, null, null, null, null, null), live, onImage));
        }
        return classes;
    }

    /// <summary>A copy whose source no statement looks at is like other creations.</summary>
    private static bool IsAskedOfImages(ImmutableArray<DenyStatement> live) =>
        live.Any(d => d.Atoms.Any(a => Atom.OnImage.Contains(a.Key)));

    /// <summary>Equal for actions that the same statements cover.</summary>
    public string Covering(string action, Asked asked) => Key(Live(Question.Of(action, asked)));

    /// <summary>A deny on any resource of a call denies the call.</summary>
    private ImmutableArray<DenyStatement> Live(ImmutableArray<Question> questions) =>
        [
            .. denies
                .SelectMany(d => questions.Select(d.On))
                .OfType<DenyStatement>()
                .DistinctBy(d => d.Key, StringComparer.Ordinal),
        ];

    private IEnumerable<RequestClass> Find(RequestClass start, ImmutableArray<DenyStatement> live, bool onImage) =>
        Step(
            start,
            live,
            (found, left) =>
                Places
                    .Of(left, principals, globs)
                    .SelectMany(p =>
                        Step(found with { Place = p.Place }, p.Live, (at, here) => AtPlace(at, here, onImage))
                    )
        );

    private IEnumerable<RequestClass> AtPlace(RequestClass found, ImmutableArray<DenyStatement> live, bool onImage) =>
        onImage
            ? images.Of(live).SelectMany(c => Step(found with { Image = c.Class }, c.Live, Principals))
            : Principals(found, live);

    private IEnumerable<RequestClass> Step(
        RequestClass found,
        ImmutableArray<DenyStatement> live,
        Func<RequestClass, ImmutableArray<DenyStatement>, IEnumerable<RequestClass>> next
    )
    {
        var answered = Answer(found, live);
        if (answered.DeniedBy is not null && answered.DeniedByOthers.All(d => d is not null))
            return [answered];
        // What a set denies already, its other statements need not split further.
        return next(
            found,
            [
                .. live.Where(d =>
                    d.Denies || (d.Side == 0 ? answered.DeniedBy : answered.DeniedByOthers[d.Side - 1]) is null
                ),
            ]
        );
    }

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
        callers.Of(found.Place, live).SelectMany(c => Step(found with { Principal = c.Class }, c.Live, Times));

    private IEnumerable<RequestClass> Times(RequestClass found, ImmutableArray<DenyStatement> live)
    {
        var dates = Conditions(live, Atom.CurrentTime)
            .Concat(Conditions(live, Atom.EpochTime))
            .SelectMany(c => c.Values)
            .Select(v => ValueOperator.TryDate(v, out var date) ? date : default)
            .Distinct()
            .ToList();
        if (dates.Count == 0)
            return [AtTime(found, live, DateTimeOffset.UnixEpoch)];
        return dates
            .SelectMany(d => new[] { d.AddSeconds(-1), d, d.AddSeconds(1) })
            .Distinct()
            .Order()
            .Select(t => AtTime(found with { Time = t }, live, t));
    }

    private RequestClass AtTime(RequestClass found, ImmutableArray<DenyStatement> live, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var left = With(With(live, Atom.CurrentTime, Text(time)), Atom.EpochTime, seconds);
        var answered = Answer(found, left);
        var doubtful = answered.DeniedBy is null ? left.FirstOrDefault(d => d.Side == 0) : null;
        return doubtful is null
            ? answered
            : answered with
            {
                Depends = new Doubt(doubtful.Source, [.. doubtful.Unknown]),
            };
    }

    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static IEnumerable<ConditionAtom> Conditions(ImmutableArray<DenyStatement> live, string key) =>
        live.SelectMany(d => d.Atoms).OfType<ConditionAtom>().Where(a => a.Key == key);

    public static ImmutableArray<DenyStatement> With(ImmutableArray<DenyStatement> live, string key, string value) =>
        [.. live.Select(d => d.With(key, value)).OfType<DenyStatement>()];

    /// <summary>Equal for sets of statements that will answer alike.</summary>
    public static string Key(ImmutableArray<DenyStatement> live) => string.Join(',', live.Select(d => d.Key));
}
