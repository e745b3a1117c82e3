using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What both layers make of one call, and why.</summary>
/// <param name="Levels">What the level of a decision counts, from the root to the account; empty for the policies of a folder.</param>
public sealed record Explanation(
    Ec2Call Call,
    ImmutableArray<ScpAnswer> Answers,
    ImageDecision? Image,
    DeclarativePolicy? Declarative,
    bool ScpApplies,
    ImmutableArray<string> Levels
)
{
    /// <summary>For a launch: the owners whose images this caller may launch at that time, as declarative policies spell them.</summary>
    public ImmutableArray<string> UsableOwners { get; init; } = [];

    /// <summary>The names of the resource control policies that were asked.</summary>
    public ImmutableArray<string> ResourceControlPolicies { get; init; } = [];

    /// <summary>Resource control policies are in use, and could not be read.</summary>
    public bool LacksResourceControl { get; init; }

    /// <summary>What AWS said of the call; null when nothing of it was given.</summary>
    public NamedRefusal? Refusal { get; init; }

    /// <summary>Null when it is not known.</summary>
    public string? ImageName { get; init; }

    /// <summary>By an account that no policy names, for none was said.</summary>
    public bool IsByAnyAccount { get; init; }

    /// <summary>From which the policies were generated; null when they were read.</summary>
    public PolicyOrigin? Origin { get; init; }

    /// <summary>Of policies that were generated for this answer.</summary>
    public AllowedImagesState? Mode { get; init; }

    /// <summary>What nobody told, and the policies look at.</summary>
    private ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>What nobody told of the image, and decides; empty when the call is denied whatever it is.</summary>
    public ImmutableArray<string> MissingFacts => IsDenied ? [] : Missing;

    /// <summary>What is known of the image's owner beyond what was said; null for nothing.</summary>
    public string? OwnerNote { get; init; }

    /// <summary>What takes part in AWS and was not judged here, and why, in sentences.</summary>
    public ImmutableArray<string> NotJudged { get; init; } = [];

    /// <summary>The attribute of the declarative policy for which EC2 refuses the call, whoever makes it; null for none.</summary>
    public DeclarativeAttribute? RefusedFor { get; init; }

    /// <summary>Denied whatever is not known.</summary>
    private bool IsDenied => Denied is not null || IsDeniedByDeclarative;

    private bool IsDeniedByDeclarative => Image is { IsDenied: true } || RefusedFor is not null;

    /// <summary>A policy that cannot be read may allow what the others do not.</summary>
    private bool HasUnreadable { get; init; }

    /// <summary>An explicit deny on a resource that the call touches, else a missing allow on one.</summary>
    public ScpAnswer? Denied => Touched(Outcome.ExplicitDeny) ?? (HasUnreadable ? null : Touched(Outcome.ImplicitDeny));

    /// <summary>
    /// Denied for whose the image is: by our layers, or by one of the same kind. An image that the call makes is the caller's.
    /// </summary>
    public bool IsDeniedByOwner =>
        Denied is { } denied
            ? !GuardedActions.MakesImage(Call.Action)
                && denied.Decision.Layer == PolicyLayer.ServiceControlPolicy
                && denied.Decision.DecidingStatement?.Conditions.Any(c => IsOwnerKey(c.Key)) == true
            : Image is { IsDenied: true };

    private ScpAnswer? Touched(Outcome outcome) =>
        Answers.FirstOrDefault(a => a.IsTouched && a.Decision.Outcome == outcome);

    /// <summary>The statements that decide or do not, by what is not known.</summary>
    public IEnumerable<(ScpAnswer Answer, OpenAnswer Open)> Open =>
        Answers.SelectMany(answer => answer.Open.Select(open => (answer, open)));

    /// <summary>
    /// The condition keys that the answer depends on, and the resources that only some calls touch; empty when it is decided.
    /// </summary>
    public ImmutableArray<string> DependsOn => IsDenied ? [] : OpenKeys;

    /// <summary>The same whatever else is decided.</summary>
    public ImmutableArray<string> OpenKeys =>
        [
            .. Open.SelectMany(o => o.Open.Open.DependsOn(IdOf(o.Answer)))
                .Concat(Untouched.Select(a => $"whether the call names a {a.Type}"))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    /// <summary>Of the policies alone, whatever AWS said.</summary>
    public CallVerdict Verdict
    {
        get
        {
            if (Denied is { } denied)
                return denied.Decision.Outcome == Outcome.ExplicitDeny
                    ? CallVerdict.ExplicitDeny
                    : CallVerdict.ImplicitDeny;
            if (IsDeniedByDeclarative)
                return CallVerdict.ExplicitDeny;
            if (!MissingFacts.IsEmpty)
                return CallVerdict.Unknown;
            return DependsOn.IsEmpty ? CallVerdict.Allowed : CallVerdict.Depends;
        }
    }

    public bool IsAllowed => Verdict == CallVerdict.Allowed;

    /// <summary>Beside the verdict: what audit mode does with the image of a call that passes.</summary>
    public AuditMark Mark =>
        Image?.Verdict switch
        {
            ImageVerdict.MarkedOnly => AuditMark.Marked,
            ImageVerdict.Unknown when Declarative?.State == AllowedImagesState.AuditMode => AuditMark.Unknown,
            null when IsAudited => AuditMark.Unknown,
            _ => AuditMark.None,
        };

    /// <summary>A launch below criteria in audit mode, whose image is not known.</summary>
    private bool IsAudited =>
        GuardedActions.IsLaunch(Call.Action)
        && !Call.IsWithoutImage
        && Declarative is { State: AllowedImagesState.AuditMode };

    /// <summary>Denied resources that only some calls touch.</summary>
    private IEnumerable<ScpAnswer> Untouched =>
        Answers.Where(a => !a.IsTouched && a.Decision.Outcome != Outcome.Allowed);

    public static Explanation Of(Ec2Call call, ImageFacts? image, Caller caller, PolicySet policies) =>
        Of(call, image, caller, policies, Detail.Full);

    /// <summary>Only what <see cref="Verdict"/> needs, for tables of any length.</summary>
    internal static Explanation Short(Ec2Call call, ImageFacts? image, Caller caller, PolicySet policies) =>
        Of(call, image, caller, policies, Detail.Short);

    private enum Detail
    {
        Full,
        Short,
    }

    private static Explanation Of(Ec2Call call, ImageFacts? image, Caller caller, PolicySet policies, Detail detail)
    {
        var answers = Answer(call, caller, policies, detail);
        var isFull = detail == Detail.Full;
        var decided = policies.DecideImage(call, image);
        return new Explanation(
            call,
            answers,
            decided,
            policies.Declarative,
            !caller.InManagementAccount && !caller.IsServiceLinkedRole,
            policies.Levels
        )
        {
            UsableOwners =
                isFull && GuardedActions.IsLaunch(call.Action)
                    ? [.. policies.Providers.Where(p => IsUsable(policies, call, caller, p))]
                    : [],
            HasUnreadable = policies.HasUnreadable(call.Action),
            ResourceControlPolicies = isFull ? [.. policies.ResourceControlPolicies] : [],
            LacksResourceControl = policies.LacksResourceControl,
            ImageName = image?.Name,
            RefusedFor = policies.Refusing(call),
            Missing = MissingFrom(
                image is null ? MissingOwner(call, answers, policies) : MissingOf(decided, policies),
                call,
                policies
            ),
            NotJudged = isFull ? [.. UnjudgedPolicies.Of(call, policies)] : [],
        };
    }

    /// <param name="missing">Of the image.</param>
    private static ImmutableArray<string> MissingFrom(ImmutableArray<string> missing, Ec2Call call, PolicySet policies)
    {
        missing = missing.AddRange(policies.Unread(call.Action));
        if (policies.MayBlock(call))
            missing = missing.Add("whether it shares with everyone (ec2:Add/group=all)");
        if (!policies.Others.Unjudged.IsEmpty)
            missing = missing.AddRange(
                policies.Others.Unjudged.Select(p => $"which principals {p.Tree.Source.Path} means")
            );
        return UnjudgedPolicies.IsOpenToResourceControl(call, policies)
            ? missing.Add("the organization's resource control policies")
            : missing;
    }

    /// <summary>In audit mode the call passes, whatever is missing.</summary>
    private static ImmutableArray<string> MissingOf(ImageDecision? decided, PolicySet policies) =>
        policies.Declarative is { State: AllowedImagesState.Enabled } && decided is not null
            ? decided.MissingFacts
            : [];

    /// <summary>An owner that nobody told matters where a policy looks at owners.</summary>
    private static ImmutableArray<string> MissingOwner(
        Ec2Call call,
        ImmutableArray<ScpAnswer> answers,
        PolicySet policies
    )
    {
        if (call.IsWithoutImage || !GuardedActions.IsLaunch(call.Action) && !GuardedActions.IsCopy(call.Action))
            return [];
        var isGoverned = policies.Declarative is { State: AllowedImagesState.Enabled };
        var isAsked = answers.Any(a => a.Open.Any(o => o.Open.Keys.Any(IsOwnerKey)));
        return isGoverned || isAsked ? [$"the owner of {call.ImageId ?? "the image"}"] : [];
    }

    private static bool IsOwnerKey(string key) =>
        key.Equals("ec2:Owner", StringComparison.OrdinalIgnoreCase)
        || key.Equals("aws:ResourceAccount", StringComparison.OrdinalIgnoreCase);

    private static string IdOf(ScpAnswer answer) => $"the id of the {answer.Type}";

    /// <summary>Of resources that only some calls touch, those that a policy may deny.</summary>
    private static ImmutableArray<ScpAnswer> Answer(Ec2Call call, Caller caller, PolicySet policies, Detail detail) =>
        [
            .. Questions(call, policies, detail)
                .Select(question => Answer(question, caller, policies, detail))
                .Where(a => a.IsTouched || a.Decision.Outcome == Outcome.ExplicitDeny || !a.Open.IsEmpty),
        ];

    /// <summary>In short, resources that no statement tells apart are not asked about: the image answers for them.</summary>
    private static ImmutableArray<CallQuestion> Questions(Ec2Call call, PolicySet policies, Detail detail) =>
        detail == Detail.Full ? call.Questions() : call.Questions(action => policies.Special(call.Action, action));

    private static ScpAnswer Answer(CallQuestion question, Caller caller, PolicySet policies, Detail detail)
    {
        var request = question.Request;
        var judged = policies.Judge(question, caller);
        var answer = new ScpAnswer(
            request,
            judged.Decision,
            policies.TreeOf(judged.Decision),
            [],
            [],
            judged.Open.Count == 0 ? [] : [.. judged.Open.Select(o => new OpenAnswer(o, policies.TreeOf(o)))]
        )
        {
            PolicyId = policies.IdOf(judged.Decision),
            Type = question.Type,
            IsTouched = question.IsTouched,
        };
        if (detail == Detail.Short)
            return answer;
        var covering = policies
            .StatementsFor(request.Action)
            .Where(s => StatementMatch.Covers(s.Statement, request))
            .ToList();
        return answer with
        {
            NotMatching = NotMatching(covering.Where(s => judged.Open.All(o => o.Statement != s.Statement)), question),
            MissingKeys = MissingKeys(covering.Select(s => s.Statement), question),
            IsLookedAt = covering.Exists(s => s.Statement.Effect == Effect.Deny),
        };
    }

    private static bool IsUsable(PolicySet policies, Ec2Call call, Caller caller, string provider)
    {
        var owner = OwnerAliases.FromDeclarativeName(provider)?.IamName() ?? provider;
        var other = call with { ImageOwner = owner, ImageOwnerAccount = AccountId.IsValid(owner) ? owner : null };
        return policies.Decide(other, caller).Outcome == Outcome.Allowed;
    }

    private static ImmutableArray<NotMatching> NotMatching(
        IEnumerable<(JsonDocumentTree Tree, Statement Statement)> covering,
        CallQuestion question
    ) =>
        [
            .. covering
                .Where(s => s.Statement.Effect == Effect.Deny)
                .Select(s =>
                    StatementMatch.FirstFailing(s.Statement, question.Request, question.Facts) is { } failing
                        ? new NotMatching(s.Tree, s.Statement, failing)
                        : null
                )
                .OfType<NotMatching>(),
        ];

    private static ImmutableArray<string> MissingKeys(IEnumerable<Statement> covering, CallQuestion question) =>
        [
            .. covering
                .SelectMany(s => s.Conditions)
                .Select(c => c.Key)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(key => !question.Request.TryGet(ConditionKey.Of(key), out _))
                .Where(key => !question.Facts.IsOpen(ConditionKey.Of(key)))
                .Order(StringComparer.Ordinal),
        ];
}
