using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>Whose an account is that owns images: by the configuration, else by what is publicly known.</summary>
/// <param name="Name">Null when nobody knows.</param>
/// <param name="ExceptionEnded">The first day without its exception, when that has come; null for none.</param>
/// <param name="IsExceptionOfOthers">It has an exception, which not every account may use.</param>
public sealed record OwnerName(string? Name, DateOnly? ExceptionEnded, bool IsExceptionOfOthers)
{
    /// <param name="owner">An account id or an alias.</param>
    /// <param name="config">Null when there is none.</param>
    /// <param name="today">The day of the call, in UTC.</param>
    public static OwnerName Of(string owner, GovernanceConfig? config, DateOnly today)
    {
        var exceptions = config?.Exceptions.Where(e => e.AccountId.Value == owner).ToList() ?? [];
        var active = exceptions.FindAll(e => e.IsActive(today));
        var ended = exceptions.Select(e => e.ExpiresOn).Where(d => d <= today).Max();
        var isOfOthers = active.Count > 0 && active.TrueForAll(e => !e.UsableBy.IsEmpty);
        return new OwnerName(NameOf(owner, config), active.Count > 0 ? null : ended, isOfOthers);
    }

    private static string? NameOf(string owner, GovernanceConfig? config)
    {
        if (config?.Publishers.FirstOrDefault(p => p.AccountId.Value == owner)?.Name is { } given)
            return given;
        var known = KnownOwners.OutsideOfAny.NameOf(owner);
        return known.Length == 0 ? null : known;
    }
}
