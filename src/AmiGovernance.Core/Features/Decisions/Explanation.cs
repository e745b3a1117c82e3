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

    public ScpAnswer? Denied => Answers.FirstOrDefault(a => a.Decision.Outcome != Outcome.Allowed);

    public bool IsAllowed => Denied is null && Image is not { IsDenied: true };

    public static Explanation Of(Ec2Call call, ImageFacts? image, Caller caller, PolicySet policies) =>
        new(
            call,
            [.. call.Questions().Select(request => Answer(request, caller, policies))],
            policies.DecideImage(call, image),
            policies.Declarative,
            !caller.InManagementAccount && !caller.IsServiceLinkedRole,
            policies.Levels
        )
        {
            UsableOwners = image is null ? [] : [.. policies.Providers.Where(p => IsUsable(policies, call, caller, p))],
        };

    private static ScpAnswer Answer(RequestContext request, Caller caller, PolicySet policies)
    {
        var decision = policies.Decide(request, caller);
        var covering = policies.Statements.Where(s => StatementMatch.Covers(s.Statement, request)).ToList();
        return new ScpAnswer(
            request,
            decision,
            policies.TreeOf(decision),
            NotMatching(covering, request),
            MissingKeys(covering.Select(s => s.Statement), request)
        );
    }

    private static bool IsUsable(PolicySet policies, Ec2Call call, Caller caller, string provider)
    {
        var owner = OwnerAliases.FromDeclarativeName(provider)?.IamName() ?? provider;
        var other = call with { ImageOwner = owner, ImageOwnerAccount = AccountId.IsValid(owner) ? owner : null };
        return other.Questions().All(request => policies.Decide(request, caller).Outcome == Outcome.Allowed);
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
