using System.Collections.Immutable;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Rules;

namespace AmiGovernance.Core.Operations;

/// <summary>The policies of a folder, ready to decide calls: as AWS has them, beside `FullAWSAccess`.</summary>
public sealed class PolicySet
{
    private static readonly CompiledPolicy FullAwsAccess = new(
        new PolicyDocument([new Statement(Effect.Allow) { Actions = ["*"], Resources = ["*"] }]), "FullAWSAccess");

    private readonly ImmutableArray<(JsonDocumentTree Tree, CompiledPolicy Compiled)> policies;
    private readonly Authorization authorization;

    private PolicySet(Dist dist)
    {
        Dist = dist;
        policies = [.. dist.ServiceControlPolicies.Select(p => (p.Tree, new CompiledPolicy(p.Policy, p.Tree.Source.Path)))];
        authorization = new Authorization { ServiceControlPolicies = PolicyLevels.Of([FullAwsAccess, .. policies.Select(p => p.Compiled)]) };
    }

    public Dist Dist { get; }

    /// <summary>Null with a report when there are no policies or they cannot be read.</summary>
    public static PolicySet? Read(string folder, IFileStore files, DiagnosticBag bag)
    {
        var dist = RepositoryFiles.ReadDist(files, folder, bag);
        if (dist.Files.IsEmpty)
            bag.Report(JsonDiagnostics.FileUnreadable, SourceLocation.OfFile(Text.SourceText.Missing(folder)), $"there are no policies in `{folder}`", "run `amigov generate`, or name the folder with `--policies`");
        return bag.HasErrors ? null : new PolicySet(dist);
    }

    public Decision Decide(RequestContext request, Caller caller) => authorization.Decide(request, caller);

    /// <summary>The file of a decision's policy; null when none of the files decided.</summary>
    public JsonDocumentTree? TreeOf(Decision decision) => policies.FirstOrDefault(p => p.Compiled == decision.Policy).Tree;

    /// <summary>What the declarative policy makes of a launch; null for other calls and for images that are not known.</summary>
    public ImageDecision? DecideImage(Ec2Call call, ImageFacts? image) =>
        image is not null && Dist.Declarative is { } declarative && GuardedActions.Launch.Contains(call.Action, StringComparer.OrdinalIgnoreCase)
            ? AllowedImages.Decide(declarative, image, AccountId.Parse(call.Account), call.Time) : null;
}
