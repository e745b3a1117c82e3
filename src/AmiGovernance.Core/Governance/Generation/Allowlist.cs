using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>Who may own the images that the organization launches, on a given day.</summary>
public sealed record Allowlist
{
    /// <summary>Publishers and active exceptions, sorted, each once.</summary>
    public required ImmutableArray<AccountId> Accounts { get; init; }

    public required ImmutableArray<OwnerAlias> Aliases { get; init; }

    /// <summary>AWS-owned image accounts of managed services that no other entry covers.</summary>
    public required ImmutableArray<AccountId> ManagedServiceAccounts { get; init; }

    /// <summary>Those that end after the day in question.</summary>
    public required ImmutableArray<DatedException> ActiveExceptions { get; init; }

    public static Allowlist Of(GovernanceConfig config, DateOnly asOf)
    {
        var active = config
            .Exceptions.Select(DatedException.Of)
            .OfType<DatedException>()
            .Where(e => asOf < e.ExpiresOn)
            .ToImmutableArray();
        var publishers = config
            .Publishers.Select(p => p.AccountId)
            .Concat(active.Select(e => e.AccountId))
            .Distinct()
            .Order()
            .ToImmutableArray();
        return new Allowlist
        {
            Accounts = publishers,
            Aliases = [.. config.Aliases.Select(a => a.Alias).Distinct().Order()],
            ManagedServiceAccounts = [.. ServiceAccounts(config).Except(publishers).Order()],
            ActiveExceptions = [.. active.OrderBy(e => e.AccountId)],
        };
    }

    /// <summary>Images of managed services carry the alias `amazon`: allowed without conditions, it covers them.</summary>
    private static IEnumerable<AccountId> ServiceAccounts(GovernanceConfig config) =>
        config.Aliases.Any(a => a.Alias == OwnerAlias.Amazon && a.Criteria is null)
            ? []
            : (config.ManagedServices ?? []).SelectMany(s => s.AccountIds);
}
