using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>Which accounts are verified, and in which mode each is expected to be.</summary>
internal sealed class VerificationScope(
    GovernanceConfig config,
    DeployedPolicies? deployed,
    AllowedImagesState? mode,
    DateOnly today
)
{
    /// <summary>The named accounts, else those whose answers differ: publishers, exceptions, and a workload for each set of our policies.</summary>
    public ImmutableArray<VerifiedAccount> Choose(ImmutableArray<AccountId> named, AccountId caller)
    {
        if (!named.IsEmpty)
            return [.. named.Distinct().Select(Describe)];
        if (deployed is null)
            return [Describe(caller)];
        var governed = deployed
            .Organization.Accounts.Where(a =>
                a.State == AccountState.Active
                && a.Id != deployed.Organization.ManagementAccount
                && deployed.IsTarget(a.Id)
            )
            .OrderBy(a => a.Id)
            .ToList();
        var special = governed
            .Where(a =>
                config.Publishers.Any(p => p.AccountId == a.Id) || config.Exceptions.Any(e => e.AccountId == a.Id)
            )
            .ToList();
        var workloads = governed
            .Except(special)
            .GroupBy(PoliciesOn, StringComparer.Ordinal)
            .Select(group => group.First());
        return [.. workloads.Concat(special).Select(a => Describe(a.Id))];
    }

    private string PoliciesOn(OrganizationAccount account) =>
        string.Join(
            ',',
            new[] { OrganizationPolicyType.DeclarativePolicyEc2, OrganizationPolicyType.ServiceControlPolicy }
                .SelectMany(t => deployed!.Reaching(account.Id, t))
                .Select(p => p.Id)
        );

    private VerifiedAccount Describe(AccountId account)
    {
        var (expected, source) =
            mode is { } given ? (given, "as asked for")
            : deployed?.ModeOf(account) is { } found ? (found, "as the attached policies say")
            : config.Policy.EnforcementMode is { } configured ? (configured, "as the configuration says")
            : (AllowedImagesState.AuditMode, "as nothing says otherwise");
        return new VerifiedAccount(
            account.Value,
            deployed?.Organization.Account(account)?.Name ?? "",
            RoleOf(account),
            expected,
            source
        );
    }

    private string RoleOf(AccountId account) =>
        deployed?.Organization.ManagementAccount == account ? "management account"
        : config.Publishers.Any(p => p.AccountId == account) ? "publisher"
        : config.Exceptions.FirstOrDefault(e => e.AccountId == account) is { } exception
            ? exception.IsActive(today) ? $"exception until {exception.ExpiresOn?.Text()}"
                : exception.ExpiresOn is { } end ? $"exception ended {end.Text()}"
                : "exception without an end"
        : "workload";
}
