using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>
/// Policies ready to decide calls: those of a folder as AWS would have them beside `FullAWSAccess`, or all that reach one account.
/// </summary>
public sealed class PolicySet
{
    /// <summary>A policy ready to decide, with the file or the policy of the organization that it stands in.</summary>
    private sealed record Compiled(JsonDocumentTree Tree, CompiledPolicy Policy);

    private static readonly CompiledPolicy FullAwsAccess = Compile(OrganizationPolicy.FullAwsAccess).Policy;

    private readonly ImmutableArray<Compiled> policies;
    private readonly Authorization authorization;
    private readonly ConcurrentDictionary<(string Action, string Type), bool> special = new();

    private PolicySet(
        Authorization authorization,
        IEnumerable<Compiled> policies,
        DeclarativePolicy? declarative,
        ImmutableArray<string> levels
    )
    {
        this.authorization = authorization;
        this.policies = [.. policies];
        Declarative = declarative;
        Levels = levels;
    }

    public DeclarativePolicy? Declarative { get; }

    /// <summary>
    /// The root, organizational units and account that the levels of a decision count; empty for the policies of a folder.
    /// </summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>The providers of all criteria, as declarative policies spell them.</summary>
    public ImmutableSortedSet<string> Providers =>
        (Declarative?.Criteria ?? []).SelectMany(c => c.Providers).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>Kept apart: they reach no call of EC2, so their statements explain none.</summary>
    private ImmutableArray<Compiled> ResourceControl { get; init; } = [];

    /// <summary>The names of the resource control policies that take part.</summary>
    public IEnumerable<string> ResourceControlPolicies => ResourceControl.Select(p => p.Policy.Name);

    /// <summary>With the file or policy that holds them.</summary>
    public IEnumerable<(JsonDocumentTree Tree, Statement Statement)> Statements =>
        policies.SelectMany(p => p.Policy.Document.Statements.Select(s => (p.Tree, s)));

    /// <summary>Null with a report when there are no policies or they cannot be read.</summary>
    public static PolicySet? Read(string folder, IFileReader files, DiagnosticBag bag) =>
        Read(folder, OtherPolicies.None, files, bag);

    public static PolicySet? Read(string folder, OtherPolicies others, IFileReader files, DiagnosticBag bag)
    {
        var dist = RepositoryFiles.ReadDecidingDist(files, folder, bag);
        if (dist.Files.IsEmpty)
            bag.Report(
                JsonDiagnostics.FileUnreadable,
                SourceLocation.OfFile(SourceText.Missing(folder)),
                $"there are no policies in `{folder}`",
                "run `amigov generate`, or name the folder with `--policies`"
            );
        ImmutableArray<Compiled> scps =
        [
            .. dist.ServiceControlPolicies.Select(p => new Compiled(
                p.Tree,
                new CompiledPolicy(p.Policy, p.Tree.Source.Path)
            )),
        ];
        var read = ReadFiles(others, files, bag);
        if (bag.HasErrors)
            return null;
        var levels = PolicyLevels.Of([FullAwsAccess, .. scps.Select(p => p.Policy)]);
        return Create(levels, scps, dist.Declarative, [], read);
    }

    /// <summary>What reaches an account: the service control policies of each level, and its effective declarative policy.</summary>
    public static PolicySet? Of(
        OrganizationIndex index,
        AccountId account,
        OtherPolicies others,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        var read = ReadFiles(others, files, bag);
        return bag.HasErrors ? null : Of(index, account, read);
    }

    /// <summary>The same without policies of others.</summary>
    public static PolicySet Of(OrganizationIndex index, AccountId account) => Of(index, account, ([], []));

    private static PolicySet Of(
        OrganizationIndex index,
        AccountId account,
        (ImmutableArray<Compiled> ResourceControl, ImmutableArray<Compiled> Identity) others
    )
    {
        var enabled = index.Organization.EnabledTypes.Contains(OrganizationPolicyType.ServiceControlPolicy);
        var levels = enabled ? index.Levels(account.Value, OrganizationPolicyType.ServiceControlPolicy) : [];
        var compiled = levels.Select(level => level.Select(Compile).ToList()).ToList();
        ImmutableArray<Compiled> resourceControl = [.. ResourceControlOf(index, account), .. others.ResourceControl];
        var set = Create(
            enabled
                ? new PolicyLevels([.. compiled.Select(level => level.Select(p => p.Policy).ToImmutableArray())])
                : null,
            compiled.SelectMany(level => level),
            new EffectivePolicies(index).Of(account.Value).Policy,
            index.PathTo(account.Value),
            (resourceControl, others.Identity)
        );
        return set.With(index.Organization.Id);
    }

    /// <summary>The resource control policies that reach the account's resources, but for AWS's own.</summary>
    private static IEnumerable<Compiled> ResourceControlOf(OrganizationIndex index, AccountId account)
    {
        const OrganizationPolicyType Type = OrganizationPolicyType.ResourceControlPolicy;
        var reaching = index.Organization.EnabledTypes.Contains(Type) ? index.Levels(account.Value, Type) : [];
        return reaching.SelectMany(level => level).Where(p => p.Id != Type.Kind().FullAccessId).Select(Compile);
    }

    /// <summary>The keys that every request of a member carries (IAM user guide, "AWS global condition context keys").</summary>
    private PolicySet With(string organization) =>
        new(authorization, policies, Declarative, Levels)
        {
            ResourceControl = ResourceControl,
            Facts =
            [
                ("aws:PrincipalOrgID", organization),
                .. Levels.IsEmpty
                    ? Array.Empty<(string, string)>()
                    : [("aws:PrincipalOrgPaths", $"{organization}/{string.Join('/', Levels[..^1])}/")],
            ],
        };

    private static PolicySet Create(
        PolicyLevels? scps,
        IEnumerable<Compiled> known,
        DeclarativePolicy? declarative,
        ImmutableArray<string> levels,
        (ImmutableArray<Compiled> ResourceControl, ImmutableArray<Compiled> Identity) others
    )
    {
        var authorization = new Authorization
        {
            ServiceControlPolicies = scps,
            // RCPFullAWSAccess is attached everywhere and cannot be detached.
            ResourceControlPolicies = others.ResourceControl.IsEmpty
                ? null
                : PolicyLevels.Of([FullAwsAccess, .. others.ResourceControl.Select(p => p.Policy)]),
            IdentityPolicies = others.Identity.IsEmpty ? null : [.. others.Identity.Select(p => p.Policy)],
        };
        return new PolicySet(authorization, [.. known, .. others.Identity], declarative, levels)
        {
            ResourceControl = [.. others.ResourceControl],
        };
    }

    private static (ImmutableArray<Compiled> ResourceControl, ImmutableArray<Compiled> Identity) ReadFiles(
        OtherPolicies others,
        IFileReader files,
        DiagnosticBag bag
    ) =>
        (
            [
                .. others
                    .ResourceControl.Select(f => ReadFile(f, PolicyType.ResourceControlPolicy, files, bag))
                    .OfType<Compiled>(),
            ],
            [.. others.Identity.Select(f => ReadFile(f, PolicyType.IdentityPolicy, files, bag)).OfType<Compiled>()]
        );

    private static Compiled? ReadFile(string path, PolicyType type, IFileReader files, DiagnosticBag bag) =>
        files.Read(path, bag) is { } source
        && JsonParser.Parse(source, bag) is { } tree
        && PolicyParser.Parse(tree, type, bag) is { } policy
            ? new Compiled(tree, new CompiledPolicy(policy, path))
            : null;

    /// <summary>A policy as Organizations holds it; one that cannot be read decides nothing, for Organizations accepts none.</summary>
    private static Compiled Compile(OrganizationPolicy policy)
    {
        var source = SourceText.FromString($"{policy.Name} ({policy.Id})", policy.Content);
        var tree = JsonParser.Read(source).Value ?? new JsonDocumentTree(source, new JsonNull(default));
        var document = PolicyParser.Read(tree, policy.Type.Kind().Language!.Value).Value ?? new PolicyDocument([]);
        return new Compiled(tree, new CompiledPolicy(document, policy.Name));
    }

    /// <summary>The organization's id and the path to the account; empty for the policies of a folder.</summary>
    private ImmutableArray<(string Key, string Value)> Facts { get; init; } = [];

    /// <summary>Of a whole call: what holds for certain on one of the resources that it touches.</summary>
    public Decision Decide(Ec2Call call, Caller caller) => call.Decide(question => Judge(question, caller).Decision);

    /// <summary>For a question of which not everything is known.</summary>
    public OpenDecision Judge(CallQuestion question, Caller caller)
    {
        foreach (var (key, value) in Facts)
            if (!question.Request.TryGet(ConditionKey.Of(key), out _))
                question.Request.Set(key, value);
        return authorization.Judge(question, caller);
    }

    /// <summary>
    /// Whether some statement tells such resources of an action from others; without one all are decided alike. Kept for each action, for
    /// tables of many calls.
    /// </summary>
    internal bool TellsApart(string action, ActionResource resource) =>
        special.GetOrAdd(
            (action, resource.Type.Name),
            _ => Statements.Any(s => IsSpecial(s.Statement, action, resource))
        );

    private static bool IsSpecial(Statement statement, string action, ActionResource resource)
    {
        var isForAll = statement is { Effect: Effect.Allow, Conditions.IsEmpty: true, ResourcesExcluded: false };
        if (isForAll && statement.Resources is ["*"] || !IsOn(statement, action))
            return false;
        return statement.ResourcesExcluded
            || statement.Resources.IsEmpty
            || statement.Resources.Any(p => resource.Type.ArnPatterns.Any(arn => Wildcard.ArnsIntersect(p, arn)));
    }

    private static bool IsOn(Statement statement, string action) =>
        statement.Actions.Any(a => Wildcard.Matches(a, action, ignoreCase: true)) != statement.ActionsExcluded;

    public JsonDocumentTree? TreeOf(OpenStatement statement) => TreeOf(statement.Policy);

    /// <summary>The file of a decision's policy; null when none of the files decided.</summary>
    public JsonDocumentTree? TreeOf(Decision decision) => decision.Policy is { } policy ? TreeOf(policy) : null;

    private JsonDocumentTree? TreeOf(CompiledPolicy policy) =>
        policies.Concat(ResourceControl).FirstOrDefault(p => p.Policy == policy)?.Tree;

    /// <summary>
    /// What the declarative policy makes of a launch or a copy; null for other calls and for images that are not known. EC2 user guide,
    /// "Allowed AMIs": an image that is not allowed cannot be copied.
    /// </summary>
    public ImageDecision? DecideImage(Ec2Call call, ImageFacts? image) =>
        image is not null
        && Declarative is { } declarative
        && (GuardedActions.IsLaunch(call.Action) || GuardedActions.IsCopy(call.Action))
            ? AllowedImages.Decide(declarative, image, call.Account, call.Time)
            : null;
}
