using System.Collections.Immutable;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Rules;

namespace AmiGovernance.Core.Operations;

/// <summary>One resource's answer by the service control policies.</summary>
/// <param name="Tree">The file of the deciding statement; null when none of the files decided.</param>
/// <param name="MissingKeys">Keys that the policies look at and the request does not carry.</param>
public sealed record ScpAnswer(RequestContext Request, Decision Decision, JsonDocumentTree? Tree, ImmutableArray<string> MissingKeys);

public sealed record Explanation(
    Ec2Call Call, ImmutableArray<ScpAnswer> Answers, ImageDecision? Image, DeclarativePolicy? Declarative, bool ScpApplies)
{
    /// <summary>For a launch: the owners whose images this caller may launch at that time, as declarative policies spell them.</summary>
    public ImmutableArray<string> UsableOwners { get; init; } = [];

    public ScpAnswer? Denied => Answers.FirstOrDefault(a => a.Decision.Outcome != Outcome.Allowed);

    public bool IsAllowed => Denied is null && Image is not { IsDenied: true };
}

/// <summary>Says what both layers make of one call and why, by the policies in a folder.</summary>
public static class ExplainCall
{
    /// <summary>Null with a report when no policy could be read.</summary>
    public static Explanation? Run(Ec2Call call, ImageFacts? image, Caller caller, string folder, IFileStore files, DiagnosticBag bag)
    {
        if (PolicySet.Read(folder, files, bag) is not { } policies) return null;
        var answers = call.Questions().Select(request =>
        {
            var decision = policies.Decide(request, caller);
            return new ScpAnswer(request, decision, policies.TreeOf(decision), MissingKeys(policies.Dist, request));
        });
        return new Explanation(call, [.. answers], policies.DecideImage(call, image), policies.Dist.Declarative, !caller.InManagementAccount && !caller.IsServiceLinkedRole)
        {
            UsableOwners = image is null ? [] : [.. policies.Dist.DeclarativeProviders.Where(p => Usable(policies, call, caller, p))],
        };
    }

    private static bool Usable(PolicySet policies, Ec2Call call, Caller caller, string provider)
    {
        var owner = OwnerAliases.FromDeclarativeName(provider)?.IamName() ?? provider;
        var other = call with { ImageOwner = owner, ImageOwnerAccount = AccountId.IsValid(owner) ? owner : null };
        return other.Questions().All(request => policies.Decide(request, caller).Outcome == Outcome.Allowed);
    }

    private static ImmutableArray<string> MissingKeys(Dist dist, RequestContext request) =>
    [
        .. dist.Statements
            .Where(s => s.Actions.Any(a => Wildcard.Matches(a, request.Action, ignoreCase: true)) && s.Resources.Any(r => ArnPattern.Matches(r, request.Resource)))
            .SelectMany(s => s.Conditions).Select(c => c.Key).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(key => !request.TryGet(ConditionKey.Of(key), out _)).Order(StringComparer.Ordinal),
    ];
}
