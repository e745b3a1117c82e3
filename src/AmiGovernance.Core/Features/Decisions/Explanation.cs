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

    /// <summary>The same verdict that every other command has of this call.</summary>
    public required CallVerdict Verdict { get; init; }

    public ScpAnswer? Denied => Answers.FirstOrDefault(a => a.IsDenied);

    /// <summary>The first resource on which it depends on keys that nobody said; null when all are decided.</summary>
    public ScpAnswer? Open => Answers.FirstOrDefault(a => !a.DependsOn.IsEmpty);

    public bool IsAllowed => Verdict.IsAllowed;

    public static Explanation Of(Ec2Call call, ImageFacts? image, Caller caller, PolicySet policies)
    {
        var verdict = CallVerdict.Of(call, image, caller, policies);
        return new Explanation(
            call,
            [.. verdict.Resources.Select(resource => Answer(resource, policies))],
            verdict.Image,
            policies.Declarative,
            !caller.InManagementAccount && !caller.IsServiceLinkedRole,
            policies.Levels
        )
        {
            Verdict = verdict,
            UsableOwners = image is null ? [] : [.. policies.Providers.Where(p => IsUsable(policies, call, caller, p))],
        };
    }

    private static ScpAnswer Answer(ResourceVerdict resource, PolicySet policies)
    {
        var (request, open) = (resource.Request, resource.Decision);
        var covering = policies.Statements.Where(s => StatementMatch.Covers(s.Statement, request)).ToList();
        return new ScpAnswer(
            request,
            open.Decision,
            policies.TreeOf(open.Decision),
            NotMatching(covering, request),
            MissingKeys(covering.Select(s => s.Statement), request)
        )
        {
            DependsOn = open.DependsOn,
        };
    }

    private static bool IsUsable(PolicySet policies, Ec2Call call, Caller caller, string provider)
    {
        var owner = OwnerAliases.FromDeclarativeName(provider)?.IamName() ?? provider;
        var other = call with { ImageOwner = owner, ImageOwnerAccount = AccountId.IsValid(owner) ? owner : null };
        return other.Questions().All(request => !policies.DecideOpen(request, caller).IsDenied);
    }

    private static ImmutableArray<NotMatching> NotMatching(
        IEnumerable<(JsonDocumentTree Tree, Statement Statement)> covering,
        RequestContext request
    ) =>
        [
            .. covering
                .Where(s => s.Statement.Effect == Effect.Deny)
                .Select(s =>
                    StatementMatch.FirstFailing(s.Statement, request) is { } failing
                        ? new NotMatching(s.Tree, s.Statement, failing)
                        : null
                )
                .OfType<NotMatching>(),
        ];

    private static ImmutableArray<string> MissingKeys(IEnumerable<Statement> covering, RequestContext request) =>
        [
            .. covering
                .SelectMany(s => s.Conditions)
                .Select(c => c.Key)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(key => !request.TryGet(ConditionKey.Of(key), out _))
                .Order(StringComparer.Ordinal),
        ];
}
