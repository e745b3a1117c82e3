using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;
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
    private static readonly CompiledPolicy FullAwsAccess = CompiledFile.Of(OrganizationPolicy.FullAwsAccess).Policy;

    private readonly ImmutableArray<CompiledFile> policies;
    private readonly Authorization authorization;
    private readonly ConcurrentDictionary<string, ImmutableArray<ActionResource>> special = new(StringComparer.Ordinal);

    private PolicySet(
        Authorization authorization,
        IEnumerable<CompiledFile> policies,
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

    /// <summary>
    /// Equal for policies of a folder that say the same, and for those that its configuration gives; empty for those of an organization.
    /// </summary>
    public string Digest => LazyDigest.Value;

    /// <summary>Worked out for those who ask: a hash loads OpenSSL, and most commands need none.</summary>
    private Lazy<string> LazyDigest { get; init; } = new("");

    /// <summary>With the file or policy that holds them.</summary>
    public IEnumerable<(JsonDocumentTree Tree, Statement Statement)> Statements =>
        policies.SelectMany(p => p.Policy.Document.Statements.Select(s => (p.Tree, s)));

    /// <summary>
    /// In audit mode, where no service control policy denies launches: which ones enforcement denies, no policy holds
    /// (docs/decisions/0002).
    /// </summary>
    public bool LeavesOutLaunches =>
        Declarative is { State: AllowedImagesState.AuditMode }
        && Statements.All(s => LaunchDenies.WithoutLaunches(s.Statement) == s.Statement);

    /// <summary>Those that take part in calls of the action, whatever they say.</summary>
    internal IEnumerable<(JsonDocumentTree Tree, Statement Statement)> StatementsFor(string action) =>
        policies
            .Where(p => !p.IsResourceControl || ResourceControlServices.Cover(action))
            .SelectMany(p => p.Policy.Document.Statements.Select(s => (p.Tree, s)));

    /// <summary>Null with a report when there are no policies or they cannot be read.</summary>
    public static PolicySet? Read(string folder, IFileReader files, DiagnosticBag bag) =>
        Read(folder, OtherPolicies.None, files, bag);

    public static PolicySet? Read(string folder, OtherPolicies others, IFileReader files, DiagnosticBag bag) =>
        RepositoryFiles.ReadBoth(files, folder, bag) is { } dist ? Of(dist, others, files, bag) : null;

    /// <summary>Generated policies as AWS would have them beside `FullAWSAccess`.</summary>
    internal static PolicySet? Of(Dist dist, OtherPolicies others, IFileReader files, DiagnosticBag bag)
    {
        ImmutableArray<CompiledFile> scps =
        [
            .. dist.ServiceControlPolicies.Select(p => new CompiledFile(
                p.Tree,
                new CompiledPolicy(p.Policy, p.Tree.Source.Path)
            )),
        ];
        var read = CompiledOthers.Read(others, files, bag);
        if (bag.HasErrors)
            return null;
        var levels = PolicyLevels.Of([FullAwsAccess, .. scps.Select(p => p.Policy)]);
        return Create(
            levels,
            ResourceControl([], read),
            scps,
            dist.Declarative,
            [],
            read,
            [],
            digest: new Lazy<string>(() => DigestOf(dist))
        );
    }

    internal static string DigestOf(Dist dist) =>
        ContentDigest.Of(writer =>
        {
            writer.WriteStartArray();
            foreach (var (tree, _) in dist.ServiceControlPolicies)
                writer.WriteStringValue(JsonNodeWriter.Canonical(tree.Root));
            if (dist.DeclarativeTree is { } declarative)
                writer.WriteStringValue(JsonNodeWriter.Canonical(declarative.Root));
            writer.WriteEndArray();
        });

    /// <summary>What reaches an account: the service control policies of each level, and its effective declarative policy.</summary>
    public static PolicySet? Of(
        OrganizationIndex index,
        AccountId account,
        OtherPolicies others,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        var read = CompiledOthers.Read(others, files, bag);
        return bag.HasErrors ? null : Of(index, account, read);
    }

    /// <summary>The same without policies of others.</summary>
    public static PolicySet Of(OrganizationIndex index, AccountId account) => Of(index, account, CompiledOthers.None);

    private static PolicySet Of(OrganizationIndex index, AccountId account, CompiledOthers others)
    {
        var enabled = index.Organization.EnabledTypes.Contains(OrganizationPolicyType.ServiceControlPolicy);
        var effective = index.Effective.Of(account.Value);
        var compiled = Compiled(index, account, OrganizationPolicyType.ServiceControlPolicy);
        var rcps = Compiled(index, account, OrganizationPolicyType.ResourceControlPolicy);
        // AWS's own is attached everywhere and cannot be detached.
        var full = OrganizationPolicyType.ResourceControlPolicy.Kind().FullAccessId;
        ImmutableArray<ImmutableArray<CompiledFile>> resourceControl =
        [
            .. rcps.Select(level => level.RemoveAll(p => p.Id == full)),
        ];
        return Create(
            enabled
                ? new PolicyLevels([.. compiled.Select(level => level.Select(p => p.Policy).ToImmutableArray())])
                : null,
            ResourceControl(resourceControl, others),
            compiled.Concat(resourceControl).SelectMany(level => level),
            effective.Policy,
            index.PathTo(account.Value),
            others,
            index.KeysOf(account),
            index.Organization.UnknownTypes.Contains(OrganizationPolicyType.ResourceControlPolicy),
            effective.IsValid
        );
    }

    /// <summary>Level by level, from the root down; empty for a type that is not in use.</summary>
    private static ImmutableArray<ImmutableArray<CompiledFile>> Compiled(
        OrganizationIndex index,
        AccountId account,
        OrganizationPolicyType type
    ) =>
        index.Organization.EnabledTypes.Contains(type)
            ? [.. index.Levels(account.Value, type).Select(level => level.Select(CompiledFile.Of).ToImmutableArray())]
            : [];

    private static PolicySet Create(
        PolicyLevels? scps,
        PolicyLevels? rcps,
        IEnumerable<CompiledFile> known,
        DeclarativePolicy? declarative,
        ImmutableArray<string> levels,
        CompiledOthers others,
        ImmutableArray<KeyValuePair<string, string>> facts,
        bool lacksResourceControl = false,
        bool isDeclarativeValid = true,
        Lazy<string>? digest = null
    )
    {
        var authorization = new Authorization
        {
            ServiceControlPolicies = scps,
            ResourceControlPolicies = rcps,
            IdentityPolicies = CompiledOthers.Policies(others.Identity),
            PermissionsBoundary = CompiledOthers.Policies(others.Boundary),
            SessionPolicies = CompiledOthers.Policies(others.Session),
            EndpointPolicies = CompiledOthers.Policies(others.Endpoint),
        };
        return new PolicySet(authorization, [.. known, .. others.All], declarative, levels)
        {
            Others = others,
            LazyDigest = digest ?? new Lazy<string>(""),
            Facts = facts,
            LacksResourceControl = lacksResourceControl,
            IsDeclarativeValid = isDeclarativeValid,
        };
    }

    /// <summary>RCPFullAWSAccess is attached everywhere and cannot be detached; files count as attached to the root.</summary>
    private static PolicyLevels? ResourceControl(
        ImmutableArray<ImmutableArray<CompiledFile>> attached,
        CompiledOthers others
    )
    {
        if (others.ResourceControl.IsEmpty && attached.All(level => level.IsEmpty))
            return null;
        var levels = attached.IsEmpty
            ?
            [
                [],
            ]
            : attached;
        return new PolicyLevels([
            .. levels.Select(
                (level, number) =>
                    (number == 0 ? level.AddRange(others.ResourceControl) : level)
                        .Select(p => p.Policy)
                        .Prepend(FullAwsAccess)
                        .ToImmutableArray()
            ),
        ]);
    }

    /// <summary>The files that take part beside what is attached.</summary>
    internal CompiledOthers Others { get; private init; } = CompiledOthers.None;

    /// <summary>Of the resource control policies that are attached or given, but for the one that AWS attaches everywhere.</summary>
    public IEnumerable<string> ResourceControlPolicies =>
        policies.Where(p => p.IsResourceControl).Select(p => p.Policy.Name).Distinct();

    /// <summary>What of the policies that decide the action is not known, in words.</summary>
    internal IEnumerable<string> Unread(string action)
    {
        foreach (var policy in Unreadable(action))
            yield return $"what {policy.Tree.Source.Path} says (it cannot be read)";
        if (!IsDeclarativeValid && (AsksImages(action) || ManagedAttributes.Govern(action)))
            yield return "the account's last valid EC2 policy (AWS keeps it, for what its policies merge to is not legal)";
    }

    internal bool HasUnreadable(string action) => Unreadable(action).Any();

    private IEnumerable<CompiledFile> Unreadable(string action) =>
        policies.Where(p => p.IsUnreadable && (!p.IsResourceControl || ResourceControlServices.Cover(action)));

    /// <summary>Whether the account's EC2 policies merge to a legal one; otherwise AWS keeps the last that was, unknown here.</summary>
    private bool IsDeclarativeValid { get; init; } = true;

    /// <summary>Resource control policies are in use, and could not be read.</summary>
    internal bool LacksResourceControl { get; private init; }

    /// <summary>The organization's id and the path to the account; empty for the policies of a folder.</summary>
    private ImmutableArray<KeyValuePair<string, string>> Facts { get; init; } = [];

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
    /// The image, and those resources of an action that some statement tells from others: without one all are decided alike. All where that
    /// would be none, for something must answer, and all where not everything is allowed: what no statement names is denied then. Kept for
    /// each action, for tables of many calls.
    /// </summary>
    internal ImmutableArray<ActionResource> Special(string action, ActionDefinition definition) =>
        special.GetOrAdd(action, _ => FindSpecial(action, definition.Resources));

    private ImmutableArray<ActionResource> FindSpecial(string action, ImmutableArray<ActionResource> all)
    {
        bool IsAsked(ActionResource resource) =>
            resource.Type.Name == "image" || Statements.Any(s => IsSpecial(s.Statement, action, resource));
        ImmutableArray<ActionResource> asked = [.. all.Where(IsAsked)];
        return asked.IsEmpty || !authorization.AllowsAll(action) ? all : asked;
    }

    private static bool IsSpecial(Statement statement, string action, ActionResource resource)
    {
        var isForAll = statement is { Effect: Effect.Allow, Conditions.IsEmpty: true, ResourcesExcluded: false };
        if (isForAll && statement.Resources is ["*"] || !statement.Covers(action))
            return false;
        return statement.ResourcesExcluded
            || statement.Resources.IsEmpty
            || statement.Resources.Any(p => resource.Type.ArnPatterns.Any(arn => ResourcePattern.Intersect(p, arn)));
    }

    public JsonDocumentTree? TreeOf(OpenStatement statement) => TreeOf(statement.Policy);

    /// <summary>The file of a decision's policy; null when none of the files decided.</summary>
    public JsonDocumentTree? TreeOf(Decision decision) => decision.Policy is { } policy ? TreeOf(policy) : null;

    private JsonDocumentTree? TreeOf(CompiledPolicy policy) => FileOf(policy)?.Tree;

    /// <summary>Of a decision's policy, where an organization holds it.</summary>
    internal string? IdOf(Decision decision) => decision.Policy is { } policy ? FileOf(policy)?.Id : null;

    private CompiledFile? FileOf(CompiledPolicy policy)
    {
        foreach (var file in policies)
            if (file.Policy == policy)
                return file;
        return null;
    }

    /// <summary>
    /// What the declarative policy makes of a launch or a copy; null for other calls and for images that are not known. EC2 user guide,
    /// "Allowed AMIs": an image that is not allowed cannot be copied.
    /// </summary>
    public ImageDecision? DecideImage(Ec2Call call, ImageFacts? image) =>
        image is not null && Declarative is { } declarative && AsksImages(call.Action)
            ? AllowedImages.Decide(declarative, image, call.Account, call.Time)
            : null;

    /// <summary>The attribute of the declarative policy for which EC2 refuses the call, whoever makes it; null for none.</summary>
    public DeclarativeAttribute? Refusing(Ec2Call call) =>
        Declarative is { } declarative
            ? ManagedAttributes.Refusing(declarative, call.Action, call.SharesPublicly)
            : null;

    /// <summary>Whether the call is refused where it shares publicly, and nobody told whether it does.</summary>
    internal bool MayBlock(Ec2Call call) =>
        call.SharesPublicly is null
        && Declarative is { } declarative
        && ManagedAttributes.Blocking(declarative, call.Action) is not null;

    private static bool AsksImages(string action) => GuardedActions.IsLaunch(action) || GuardedActions.IsCopy(action);
}
