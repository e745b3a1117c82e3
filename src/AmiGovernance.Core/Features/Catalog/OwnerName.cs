using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>Whose an account is that owns images: by the configuration, by the table of publishers, by that of known accounts.</summary>
/// <param name="Name">Null when nobody knows.</param>
/// <param name="ExceptionEnded">The first day without its exception, when that has come; null for none.</param>
public sealed record OwnerName(string? Name, DateOnly? ExceptionEnded)
{
    /// <param name="owner">An account id or an alias.</param>
    /// <param name="config">Null when there is none.</param>
    /// <param name="today">In UTC.</param>
    public static OwnerName Of(string owner, GovernanceConfig? config, DateOnly today)
    {
        var exceptions = config?.Exceptions.Where(e => e.AccountId.Value == owner).ToList() ?? [];
        var ended = exceptions.Exists(e => e.IsActive(today))
            ? null
            : exceptions.Select(e => e.ExpiresOn).Where(d => d <= today).Max();
        return new OwnerName(NameOf(owner, config), ended);
    }

    private static string? NameOf(string owner, GovernanceConfig? config) =>
        config?.Publishers.FirstOrDefault(p => p.AccountId.Value == owner)?.Name
        ?? KnownPublishers.Of(owner)?.Publisher
        ?? (AccountId.TryParse(owner, out var account) ? KnownAccounts.Name(account) : null);
}
