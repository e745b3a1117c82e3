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

    public required ImmutableArray<ExceptionAccount> ActiveExceptions { get; init; }

    /// <summary>Those that have ended by the day in question, or whose end could not be read.</summary>
    public required ImmutableArray<ExceptionAccount> ExpiredExceptions { get; init; }

    public static Allowlist Of(GovernanceConfig config, DateOnly asOf)
    {
        var active = config.Exceptions.Where(e => e.IsActive(asOf)).ToImmutableArray();
        var publishers = config
            .Publishers.Select(p => p.AccountId)
            .Concat(active.Select(e => e.AccountId))
            .Distinct()
            .Order()
            .ToImmutableArray();
        // Images of managed services carry the alias `amazon`: allowed without conditions, it covers them.
        var amazonCoversAll = config.Aliases.Any(a => a.Alias == OwnerAlias.Amazon && a.Criteria is null);
        return new Allowlist
        {
            Accounts = publishers,
            Aliases = [.. config.Aliases.Select(a => a.Alias).Distinct().Order()],
            ManagedServiceAccounts = amazonCoversAll
                ? []
                :
                [
                    .. (config.ManagedServices ?? [])
                        .SelectMany(s => s.AccountIds)
                        .Except(publishers)
                        .Distinct()
                        .Order(),
                ],
            ActiveExceptions = [.. active.OrderBy(e => e.AccountId)],
            ExpiredExceptions = [.. config.Exceptions.Where(e => !e.IsActive(asOf)).OrderBy(e => e.AccountId)],
        };
    }
}
