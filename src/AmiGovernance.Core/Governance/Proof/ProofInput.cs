using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>The documents to be proven, and the configuration that says what they must mean.</summary>
public sealed record ProofInput(
    GovernanceConfig Config,
    DeclarativePolicy Declarative,
    ImmutableArray<Statement> Statements,
    DateTimeOffset Now
)
{
    /// <summary>The JSON Pointer of a node of the declarative policy that a child policy may change; null when all are locked.</summary>
    public string? UnlockedNode { get; init; }

    /// <summary>False where the service knows no EC2 policies: then nothing is promised of the layer that cannot be there.</summary>
    public bool HasDeclarative { get; init; } = true;

    public bool IsEnforced => Declarative.State == AllowedImagesState.Enabled;

    public FrozenSet<string> Publishers { get; } =
        Config.Publishers.Select(p => p.AccountId.Value).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Publishers in the organization, which share their images; vendors are bound by no service control policy.</summary>
    public FrozenSet<string> Sharers { get; } =
        Config.OwnPublishers.Select(p => p.AccountId.Value).ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<string> creators = Config
        .Publishers.Where(p => p.MayCreateImages)
        .Select(p => p.AccountId.Value)
        .ToFrozenSet(StringComparer.Ordinal);
    internal FrozenSet<string> ManagedServices { get; } =
        (Config.ManagedServices ?? [])
            .SelectMany(s => s.AccountIds)
            .Select(a => a.Value)
            .ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, DatedException> exceptions = Config
        .Exceptions.Select(DatedException.Of)
        .OfType<DatedException>()
        .DistinctBy(e => e.AccountId)
        .ToFrozenDictionary(e => e.AccountId.Value, StringComparer.Ordinal);

    /// <summary>Those without a readable end are in no policy.</summary>
    public ImmutableArray<DatedException> Exceptions { get; } =
    [.. Config.Exceptions.Select(DatedException.Of).OfType<DatedException>()];

    /// <summary>Exempt principals match in every layer of the SCP that names them.</summary>
    public ImmutableArray<string> BreakGlass { get; } = [.. Config.BreakGlassPrincipals.Select(p => p.Arn)];

    public ImmutableArray<string> CreationRoles { get; } = [.. (Config.ImageCreationRoles ?? []).Select(p => p.Arn)];

    public ImmutableArray<string> RestoreRoles { get; } = [.. (Config.RestoreRoles ?? []).Select(p => p.Arn)];

    /// <summary>All accounts that the configuration names in any role.</summary>
    public IEnumerable<string> NamedAccounts =>
        Publishers
            .Concat(Config.Exceptions.Select(e => e.AccountId.Value))
            .Concat(Config.Exceptions.SelectMany(e => e.UsableBy).Select(a => a.Value));

    /// <summary>All owners whose images the configuration lets somebody launch, as `ec2:Owner` spells them, with their accounts.</summary>
    internal IEnumerable<(string Owner, string Account)> NamedOwners =>
        Publishers
            .Concat(Exceptions.Select(e => e.AccountId.Value))
            .Select(account => (account, account))
            .Concat(Config.Aliases.Select(a => (a.Alias.IamName(), RequestSpace.UnnamedAccount)))
            .Concat(ManagedServices.Select(account => (OwnerAlias.Amazon.IamName(), account)))
            .Concat(Aliased);

    /// <summary>
    /// Listed accounts whose images carry an alias, by the table of known publishers: `ec2:Owner` never is their number.
    /// </summary>
    private IEnumerable<(string Owner, string Account)> Aliased =>
        Publishers
            .Concat(Exceptions.Select(e => e.AccountId.Value))
            .Select(account => (KnownPublishers.Of(account)?.Alias?.IamName() ?? "", account))
            .Where(a => a.Item1.Length > 0);

    /// <summary>The accounts of roles that restore, where they are named in full: they own the images that these launch.</summary>
    internal IEnumerable<string> RestoringAccounts =>
        RestoreRoles.Select(r => ArnParts.Of(r)?.Account ?? "").Where(a => AccountId.IsValid(a));

    public static bool IsExempt(PrincipalClass? principal, ImmutableArray<string> patterns) =>
        principal is not null && patterns.Any(p => ArnPattern.Matches(p, principal.Arn));

    /// <summary>Null when the account has none.</summary>
    public DatedException? ExceptionOf(string account) => exceptions.GetValueOrDefault(account);

    /// <summary>
    /// Whether the configuration lets an owner's images be launched by an account at a time. Exceptions that had ended when the
    /// policies were made are not in them; the others are until their end.
    /// </summary>
    public bool MayLaunch(string owner, string ownerAccount, string? account, DateTimeOffset time)
    {
        // Images of managed services are known by their account, whatever alias they carry.
        return IsManagedService(ownerAccount) || MayCopy(owner, ownerAccount, account, time);
    }

    /// <summary>
    /// The same for copies, which carry no `aws:ResourceAccount`: there an image of a managed service is one of Amazon's like any other.
    /// </summary>
    public bool MayCopy(string owner, string ownerAccount, string? account, DateTimeOffset time)
    {
        if (OwnerAliases.FromIamName(owner) is { } alias && Config.Aliases.Any(a => a.Alias == alias))
            return true;
        var listed = ListedAs(owner, ownerAccount);
        if (Publishers.Contains(listed))
            return true;
        return ExceptionOf(listed) is { } exception && time < exception.End && exception.IsUsableBy(account);
    }

    /// <summary>As what the list names the owner: by the account, too, where its images are known to carry the alias.</summary>
    internal static string ListedAs(string owner, string ownerAccount) =>
        KnownPublishers.Of(ownerAccount)?.Alias?.IamName() == owner ? ownerAccount : owner;

    /// <summary>
    /// The first of these principals that nobody in the configured partition can be, as a reason; null when there is none.
    /// </summary>
    internal string? Nobody(ImmutableArray<string> principals) =>
        principals.FirstOrDefault(p => PrincipalPattern.Sample(p, Config.Policy.Partition) is null) is { } nobody
            ? $"nobody in the partition `{Config.Policy.Partition.Name()}` is `{nobody}`"
            : null;

    public bool DeniesForeignCopies => IsEnforced && Config.Policy.DenyForeignImageCopies;

    /// <summary>Whether only some accounts may launch the owner's images.</summary>
    public bool IsRestricted(string owner) => ExceptionOf(owner) is { UsableBy.IsEmpty: false };

    /// <summary>False for exceptions that had ended when the policies were made, which are rightly not in them.</summary>
    public bool IsInPolicies(string account) => ExceptionOf(account) is not { } exception || Now < exception.End;

    public bool IsManagedService(string account) => ManagedServices.Contains(account);

    /// <summary>
    /// Whether there are such images: those of managed services carry the alias `amazon`, as the generated policies take it, and no other.
    /// </summary>
    public bool IsThere(string owner, string ownerAccount) =>
        !IsManagedService(ownerAccount) || owner == OwnerAlias.Amazon.IamName();

    public bool MayCreate(string account, DateTimeOffset time) =>
        creators.Contains(account)
        || ExceptionOf(account) is { MayCreateImages: true } exception && time < exception.End;
}
