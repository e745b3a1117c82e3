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
    public ScpAnswer? Denied => Answers.FirstOrDefault(a => a.Decision.Outcome != Outcome.Allowed);

    public bool IsAllowed => Denied is null && Image is not { IsDenied: true };
}

/// <summary>Says what both layers make of one call and why, by the policies in a folder.</summary>
public static class ExplainCall
{
    /// <summary>What AWS attaches to every root, OU and account; the folder's policies stand beside it.</summary>
    private static readonly CompiledPolicy FullAwsAccess = new(
        new PolicyDocument([new Statement(Effect.Allow) { Actions = ["*"], Resources = ["*"] }]), "FullAWSAccess");

    /// <summary>Null when no policy could be read.</summary>
    public static Explanation? Run(Ec2Call call, ImageFacts? image, Caller caller, string folder, IFileStore files, DiagnosticBag bag)
    {
        var dist = RepositoryFiles.ReadDist(files, folder, bag);
        if (dist.Files.IsEmpty)
        {
            bag.Report(JsonDiagnostics.FileUnreadable, SourceLocation.OfFile(Text.SourceText.Missing(folder)), $"there are no policies in `{folder}`", "run `amigov generate`, or name the folder with `--policies`");
            return null;
        }
        if (bag.HasErrors) return null;
        var policies = dist.ServiceControlPolicies.Select(p => (p.Tree, Compiled: new CompiledPolicy(p.Policy, p.Tree.Source.Path))).ToList();
        var authorization = new Authorization { ServiceControlPolicies = PolicyLevels.Of([FullAwsAccess, .. policies.Select(p => p.Compiled)]) };
        var answers = call.Questions().Select(request =>
        {
            var decision = authorization.Decide(request, caller);
            return new ScpAnswer(request, decision, policies.FirstOrDefault(p => p.Compiled == decision.Policy).Tree, MissingKeys(dist, request));
        });
        var launches = GuardedActions.Launch.Contains(call.Action, StringComparer.OrdinalIgnoreCase);
        var verdict = launches && image is not null && dist.Declarative is { } declarative ? AllowedImages.Decide(declarative, image, AccountId.Parse(call.Account), call.Time) : null;
        return new Explanation(call, [.. answers], verdict, dist.Declarative, !caller.InManagementAccount && !caller.IsServiceLinkedRole);
    }

    private static ImmutableArray<string> MissingKeys(Dist dist, RequestContext request) =>
    [
        .. dist.Statements
            .Where(s => s.Actions.Any(a => Wildcard.Matches(a, request.Action, ignoreCase: true)) && s.Resources.Any(r => ArnPattern.Matches(r, request.Resource)))
            .SelectMany(s => s.Conditions).Select(c => c.Key).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(key => !request.TryGet(ConditionKey.Of(key), out _)).Order(StringComparer.Ordinal),
    ];
}
