using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>An owner whose images the configuration approves.</summary>
/// <param name="Name">Of the publisher or service; empty for none.</param>
/// <param name="HasCriteria">Only those images that meet its `image_criteria`.</param>
internal sealed record ListedOwner(string Name, bool HasCriteria)
{
    /// <summary>Null for an owner that is not on the list; one with an exception is not.</summary>
    /// <param name="owner">As `ec2:Owner` has it.</param>
    public static ListedOwner? Of(GovernanceConfig? config, string owner)
    {
        if (config is null)
            return null;
        if (config.Publishers.FirstOrDefault(p => p.AccountId.Value == owner) is { } publisher)
            return new ListedOwner(publisher.Name ?? "", publisher.Criteria is not null);
        if (config.Aliases.FirstOrDefault(a => a.Alias.IamName() == owner) is { } alias)
            return new ListedOwner("", alias.Criteria is not null);
        var service = (config.ManagedServices ?? []).FirstOrDefault(s => s.AccountIds.Any(a => a.Value == owner));
        return service is null ? null : new ListedOwner(service.Name, HasCriteria: false);
    }
}
