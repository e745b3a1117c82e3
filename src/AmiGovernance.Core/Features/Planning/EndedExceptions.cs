using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Exceptions whose approved end has come, and which policies are still to follow.</summary>
public static class EndedExceptions
{
    /// <summary>As plan, record and messages put it.</summary>
    public const string Word = "ends as approved";

    /// <summary>Those that ended after a day, up to another.</summary>
    public static ImmutableArray<RenderDate> Between(GovernanceConfig config, DateOnly day, DateOnly today) =>
        Ordered(config.Exceptions.Where(e => e.ExpiresOn is { } end && day < end && end <= today));

    /// <summary>
    /// Those whose images the declarative policies of an organization still let in, though nothing else of the configuration does.
    /// </summary>
    public static ImmutableArray<RenderDate> StillAllowed(
        GovernanceConfig config,
        IEnumerable<OrganizationPolicy> policies,
        DateOnly today
    )
    {
        var providers = policies
            .Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
            .SelectMany(p => PolicyContent.Declarative(p.Content)?.Criteria ?? [])
            .SelectMany(c => c.Providers)
            .ToHashSet(StringComparer.Ordinal);
        if (providers.Count == 0)
            return [];
        var allowed = Allowlist.Of(config, today).Accounts.ToHashSet();
        return Ordered(
            config.Exceptions.Where(e =>
                e.ExpiresOn is { } end
                && end <= today
                && providers.Contains(e.AccountId.Value)
                && !allowed.Contains(e.AccountId)
            )
        );
    }

    /// <summary>Such as `ends as approved: 222233334444 (CLOUD-1), 2026-03-01`.</summary>
    public static string Text(RenderDate ended)
    {
        var ticket = ended.Ticket.Length > 0 ? $" ({ended.Ticket})" : "";
        return $"{Word}: {ended.Account}{ticket}, {ended.On.Text()}";
    }

    private static ImmutableArray<RenderDate> Ordered(IEnumerable<ExceptionAccount> exceptions) =>
        [
            .. exceptions
                .Select(e => new RenderDate(e.ExpiresOn!.Value, e.AccountId.Value, e.Ticket ?? ""))
                .Distinct()
                .OrderBy(d => d.On)
                .ThenBy(d => d.Account, StringComparer.Ordinal),
        ];
}
