using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
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

    public bool IsEnforced => Declarative.State == AllowedImagesState.Enabled;

    public FrozenSet<string> Publishers { get; } =
        Config.Publishers.Select(p => p.AccountId.Value).ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<string> creators = Config
        .Publishers.Where(p => p.MayCreateImages)
        .Select(p => p.AccountId.Value)
        .ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> managedServices = (Config.ManagedServices ?? [])
        .SelectMany(s => s.AccountIds)
        .Select(a => a.Value)
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ExceptionAccount> exceptions = Config
        .Exceptions.Where(e => e.ExpiresOn is not null)
        .DistinctBy(e => e.AccountId)
        .ToFrozenDictionary(e => e.AccountId.Value, StringComparer.Ordinal);

    public ImmutableArray<ExceptionAccount> Exceptions { get; } =
    [.. Config.Exceptions.Where(e => e.ExpiresOn is not null)];

    /// <summary>Exempt principals match in every layer of the SCP that names them.</summary>
    public ImmutableArray<string> BreakGlass { get; } = [.. Config.BreakGlassPrincipals.Select(p => p.Arn)];

    public ImmutableArray<string> CreationRoles { get; } = [.. (Config.ImageCreationRoles ?? []).Select(p => p.Arn)];

    /// <summary>All accounts that the configuration names in any role.</summary>
    public IEnumerable<string> NamedAccounts =>
        Publishers
            .Concat(Config.Exceptions.Select(e => e.AccountId.Value))
            .Concat(Config.Exceptions.SelectMany(e => e.UsableBy).Select(a => a.Value));

    public static bool IsExempt(PrincipalClass? principal, ImmutableArray<string> patterns) =>
        principal is not null && patterns.Any(p => ArnPattern.Matches(p, principal.Arn));

    /// <summary>The first moment (UTC) without the exception.</summary>
    public static DateTimeOffset End(ExceptionAccount exception) =>
        new((exception.ExpiresOn ?? DateOnly.MinValue).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>
    /// Whether the configuration lets an owner's images be launched by an account at a time. Exceptions that had ended when the
    /// policies were made are not in them; the others are until their end.
    /// </summary>
    public bool MayLaunch(string owner, string ownerAccount, string? account, DateTimeOffset time)
    {
        // Images of managed services are known by their account, whatever alias they carry.
        if (IsManagedService(ownerAccount))
            return true;
        if (OwnerAliases.FromIamName(owner) is { } alias)
            return Config.Aliases.Any(a => a.Alias == alias);
        if (Publishers.Contains(owner))
            return true;
        return exceptions.GetValueOrDefault(owner) is { } exception
            && time < End(exception)
            && (exception.UsableBy.IsEmpty || account == owner || exception.UsableBy.Any(u => u.Value == account));
    }

    /// <summary>Whether only some accounts may launch the owner's images.</summary>
    public bool IsRestricted(string owner) => exceptions.GetValueOrDefault(owner) is { UsableBy.IsEmpty: false };

    /// <summary>False for exceptions that had ended when the policies were made, which are rightly not in them.</summary>
    public bool IsInPolicies(string account) =>
        exceptions.GetValueOrDefault(account) is not { } exception || Now < End(exception);

    public bool IsManagedService(string account) => managedServices.Contains(account);

    public bool MayCreate(string account, DateTimeOffset time) =>
        creators.Contains(account)
        || exceptions.GetValueOrDefault(account) is { MayCreateImages: true } exception && time < End(exception);
}
