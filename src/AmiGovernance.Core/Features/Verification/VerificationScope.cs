using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>Which accounts are verified, and in which mode each is expected to be.</summary>
/// <param name="deployed">Null when the organization was not read.</param>
/// <param name="management">The management account; null when it could not be found out.</param>
internal sealed class VerificationScope(
    GovernanceConfig config,
    DeployedPolicies? deployed,
    AccountId? management,
    AllowedImagesState? mode,
    DateOnly today
)
{
    /// <summary>
    /// The named accounts, else those whose answers differ: publishers, exceptions, and a workload for each set of our policies.
    /// Where the organization cannot be read, the caller's own.
    /// </summary>
    public ImmutableArray<VerifiedAccount> Choose(ImmutableArray<AccountId> named, AccountId caller)
    {
        if (!named.IsEmpty)
            return [.. named.Distinct().Select(Describe)];
        if (deployed is null)
            return [Describe(caller)];

        var governed = Governed(deployed).ToList();
        var special = governed.Where(IsPublisherOrException).ToList();
        var workloads = governed
            .Except(special)
            .GroupBy(account => PoliciesOn(account, deployed), StringComparer.Ordinal)
            .Select(group => group.First());
        return [.. workloads.Concat(special).Select(Describe)];
    }

    private static IEnumerable<AccountId> Governed(DeployedPolicies deployed) =>
        deployed
            .Organization.Accounts.Where(a => a.State == AccountState.Active)
            .Select(a => a.Id)
            .Where(id => id != deployed.Organization.ManagementAccount && deployed.IsTarget(id))
            .Order();

    private bool IsPublisherOrException(AccountId account) =>
        config.Publishers.Any(p => p.AccountId == account) || config.Exceptions.Any(e => e.AccountId == account);

    private static string PoliciesOn(AccountId account, DeployedPolicies deployed) =>
        string.Join(
            ',',
            OrganizationPolicyKinds.OnImages.SelectMany(type => deployed.Reaching(account, type)).Select(p => p.Id)
        );

    private VerifiedAccount Describe(AccountId account)
    {
        var name = deployed?.Organization.Account(account)?.Name ?? "";
        var (expected, source) = ModeOf(account);
        return new VerifiedAccount(account, name, RoleOf(account), expected, source)
        {
            IsManagement = management is null ? null : account == management,
        };
    }

    private (AllowedImagesState Mode, string Source) ModeOf(AccountId account)
    {
        if (mode is { } given)
            return (given, "as asked for");
        if (deployed?.ModeOf(account) is { } found)
            return (found, "as the attached policies say");
        if (config.Policy.EnforcementMode is { } configured)
            return (configured, "as the configuration says");
        return (AllowedImagesState.AuditMode, "as nothing says otherwise");
    }

    private string RoleOf(AccountId account)
    {
        if (account == management)
            return "management account";
        if (config.Publishers.Any(p => p.AccountId == account))
            return "publisher";

        var exception = config.Exceptions.FirstOrDefault(e => e.AccountId == account);
        if (exception is not null)
            return RoleOf(exception);
        return management is null ? "?" : "workload";
    }

    /// <summary>Who may see an image that an enforced policy hides: the caller, publishers, and an account in audit mode.</summary>
    public ImmutableArray<AccountId> Witnesses(AccountId caller)
    {
        var inAudit = deployed
            ?.Organization.Accounts.Where(a => a.State == AccountState.Active)
            .Select(a => a.Id)
            .Where(id => deployed.ModeOf(id) != AllowedImagesState.Enabled)
            .Order()
            .Take(1);
        return [.. config.Publishers.Select(p => p.AccountId).Prepend(caller).Concat(inAudit ?? []).Distinct()];
    }

    private string RoleOf(ExceptionAccount exception)
    {
        if (exception.IsActive(today))
            return $"exception until {exception.ExpiresOn?.Text()}";
        return exception.ExpiresOn is { } end ? $"exception ended {end.Text()}" : "exception without an end";
    }
}
