using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A statement that looks at the action and resource of a request and does not match it.</summary>
/// <param name="Condition">The first condition that does not hold.</param>
public sealed record NotMatching(JsonDocumentTree Tree, Statement Statement, Condition Condition);

/// <summary>One resource's answer by the policies that authorize.</summary>
/// <param name="Tree">The file of the deciding statement; null when none of the files decided.</param>
/// <param name="NotMatching">The deny statements that could have decided, and why they did not.</param>
/// <param name="MissingKeys">Keys that the policies look at and the request does not carry.</param>
public sealed record ScpAnswer(
    RequestContext Request,
    Decision Decision,
    JsonDocumentTree? Tree,
    ImmutableArray<NotMatching> NotMatching,
    ImmutableArray<string> MissingKeys
);

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
}

/// <summary>Says what both layers make of one call and why.</summary>
public static class ExplainCall
{
    public static Explanation Run(Ec2Call call, ImageFacts? image, Caller caller, PolicySet policies)
    {
        var answers = call.Questions()
            .Select(request =>
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
            });
        return new Explanation(
            call,
            [.. answers],
            policies.DecideImage(call, image),
            policies.Declarative,
            !caller.InManagementAccount && !caller.IsServiceLinkedRole,
            policies.Levels
        )
        {
            UsableOwners = image is null ? [] : [.. policies.Providers.Where(p => Usable(policies, call, caller, p))],
        };
    }

    private static bool Usable(PolicySet policies, Ec2Call call, Caller caller, string provider)
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
