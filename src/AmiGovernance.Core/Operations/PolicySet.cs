using System.Collections.Immutable;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Core.Operations;

/// <summary>Policies ready to decide calls: those of a folder as AWS would have them beside `FullAWSAccess`, or all that reach one account.</summary>
public sealed class PolicySet
{
    private static readonly CompiledPolicy FullAwsAccess = Compile(OrganizationPolicy.FullAwsAccess).Compiled;

    private readonly ImmutableArray<(JsonDocumentTree Tree, CompiledPolicy Compiled)> policies;
    private readonly Authorization authorization;

    private PolicySet(Authorization authorization, IEnumerable<(JsonDocumentTree Tree, CompiledPolicy Compiled)> policies, DeclarativePolicy? declarative, ImmutableArray<string> levels)
    {
        this.authorization = authorization;
        this.policies = [.. policies];
        Declarative = declarative;
        Levels = levels;
    }

    public DeclarativePolicy? Declarative { get; }

    /// <summary>The root, organizational units and account that the levels of a decision count; empty for the policies of a folder.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>The providers of all criteria, as declarative policies spell them.</summary>
    public ImmutableSortedSet<string> Providers => (Declarative?.Criteria ?? []).SelectMany(c => c.Providers).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>With the file or policy that holds them.</summary>
    public IEnumerable<(JsonDocumentTree Tree, Statement Statement)> Statements => policies.SelectMany(p => p.Compiled.Document.Statements.Select(s => (p.Tree, s)));

    /// <summary>Null with a report when there are no policies or they cannot be read.</summary>
    public static PolicySet? Read(string folder, IFileStore files, DiagnosticBag bag) => Read(folder, new OtherPolicies([], []), files, bag);

    public static PolicySet? Read(string folder, OtherPolicies others, IFileStore files, DiagnosticBag bag)
    {
        var dist = RepositoryFiles.ReadDist(files, folder, bag);
        if (dist.Files.IsEmpty)
            bag.Report(JsonDiagnostics.FileUnreadable, SourceLocation.OfFile(SourceText.Missing(folder)), $"there are no policies in `{folder}`", "run `amigov generate`, or name the folder with `--policies`");
        ImmutableArray<(JsonDocumentTree Tree, CompiledPolicy Compiled)> scps = [.. dist.ServiceControlPolicies.Select(p => (p.Tree, new CompiledPolicy(p.Policy, p.Tree.Source.Path)))];
        return Create(PolicyLevels.Of([FullAwsAccess, .. scps.Select(p => p.Compiled)]), scps, dist.Declarative, [], others, files, bag);
    }

    /// <summary>What reaches an account: the service control policies of each level, and its effective declarative policy.</summary>
    public static PolicySet? Of(OrganizationIndex index, AccountId account, OtherPolicies others, IFileStore files, DiagnosticBag bag)
    {
        var enabled = index.Organization.EnabledTypes.Contains(OrganizationPolicyType.ServiceControlPolicy);
        var levels = enabled ? index.Levels(account.Value, OrganizationPolicyType.ServiceControlPolicy) : [];
        var compiled = levels.Select(level => level.Select(Compile).ToList()).ToList();
        return Create(enabled ? new PolicyLevels([.. compiled.Select(level => level.Select(p => p.Compiled).ToImmutableArray())]) : null, compiled.SelectMany(level => level),
            new EffectivePolicies(index).Of(account.Value).Policy, index.PathTo(account.Value), others, files, bag);
    }

    private static PolicySet? Create(
        PolicyLevels? scps, IEnumerable<(JsonDocumentTree Tree, CompiledPolicy Compiled)> known, DeclarativePolicy? declarative, ImmutableArray<string> levels,
        OtherPolicies others, IFileStore files, DiagnosticBag bag)
    {
        var rcps = others.ResourceControl.Select(f => ReadFile(f, PolicyType.ResourceControlPolicy, files, bag)).ToList();
        var identities = others.Identity.Select(f => ReadFile(f, PolicyType.IdentityPolicy, files, bag)).ToList();
        if (bag.HasErrors) return null;
        var authorization = new Authorization
        {
            ServiceControlPolicies = scps,
            // RCPFullAWSAccess is attached everywhere and cannot be detached.
            ResourceControlPolicies = rcps.Count == 0 ? null : PolicyLevels.Of([FullAwsAccess, .. rcps.OfType<(JsonDocumentTree, CompiledPolicy Compiled)>().Select(p => p.Compiled)]),
            IdentityPolicies = identities.Count == 0 ? null : [.. identities.OfType<(JsonDocumentTree, CompiledPolicy Compiled)>().Select(p => p.Compiled)],
        };
        return new PolicySet(authorization, [.. known, .. rcps.Concat(identities).OfType<(JsonDocumentTree, CompiledPolicy)>()], declarative, levels);
    }

    private static (JsonDocumentTree Tree, CompiledPolicy Compiled)? ReadFile(string path, PolicyType type, IFileStore files, DiagnosticBag bag) =>
        files.Read(path, bag) is { } source && JsonParser.Parse(source, bag) is { } tree && PolicyParser.Parse(tree, type, bag) is { } policy ? (tree, new CompiledPolicy(policy, path)) : null;

    /// <summary>A policy as Organizations holds it; one that cannot be read decides nothing, for Organizations accepts none.</summary>
    private static (JsonDocumentTree Tree, CompiledPolicy Compiled) Compile(OrganizationPolicy policy)
    {
        var bag = new DiagnosticBag();
        var source = SourceText.FromString($"{policy.Name} ({policy.Id})", policy.Content);
        var tree = JsonParser.Parse(source, bag) ?? new JsonDocumentTree(source, new JsonNull(default));
        return (tree, new CompiledPolicy(PolicyParser.Parse(tree, PolicyType.ServiceControlPolicy, bag) ?? new PolicyDocument([]), policy.Name));
    }

    public Decision Decide(RequestContext request, Caller caller) => authorization.Decide(request, caller);

    /// <summary>The file of a decision's policy; null when none of the files decided.</summary>
    public JsonDocumentTree? TreeOf(Decision decision) => policies.FirstOrDefault(p => p.Compiled == decision.Policy).Tree;

    /// <summary>What the declarative policy makes of a launch; null for other calls and for images that are not known.</summary>
    public ImageDecision? DecideImage(Ec2Call call, ImageFacts? image) =>
        image is not null && Declarative is { } declarative && GuardedActions.Launch.Contains(call.Action, StringComparer.OrdinalIgnoreCase)
            ? AllowedImages.Decide(declarative, image, AccountId.Parse(call.Account), call.Time) : null;
}

/// <summary>Files of policies that take part beside those of the organization.</summary>
/// <param name="Identity">When there are none, the identity's own permissions count as allowing.</param>
public sealed record OtherPolicies(ImmutableArray<string> Identity, ImmutableArray<string> ResourceControl);
