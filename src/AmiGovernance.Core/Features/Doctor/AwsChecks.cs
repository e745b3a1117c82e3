using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>The cases that the organization shows. Each call that is denied is remembered: that is how missing permissions are found.</summary>
internal sealed class AwsChecks(
    IOrganizations aws,
    IAwsIdentity identity,
    IPermissionSimulator simulator,
    IInstanceReader instances,
    RepositoryChecks repository
)
{
    private readonly SortedSet<string> denied = new(StringComparer.Ordinal);
    private readonly List<Check> checks = [];

    public async Task<IReadOnlyList<Check>> Run(CancellationToken cancel)
    {
        if (await Identity(cancel) is not { } caller)
            return checks;
        var details = await Try(() => aws.DescribeOrganization(cancel), "organization");
        if (details is not null)
            Organization(details, caller);
        var root = details is null ? null : await Try(() => aws.ListRoots(cancel), "root");
        if (details is not null)
            Account(details, caller, root is not null);
        if (details is not null && root is not null)
            await Policies(details, root, caller, cancel);
        await Permissions(caller, cancel);
        return checks;
    }

    private async Task<CallerDetails?> Identity(CancellationToken cancel)
    {
        try
        {
            var caller = await identity.GetCallerIdentity(cancel);
            checks.Add(Check.Fine("identity", $"{caller.Arn}, account {caller.Account}"));
            return caller;
        }
        catch (AwsException e)
        {
            checks.Add(
                Check.Wrong(
                    "identity",
                    AwsDiagnostics.Of(e).Message,
                    "every call to AWS needs credentials that work",
                    "aws sts get-caller-identity; aws sso login"
                )
            );
            checks.Add(Check.NotLooked("organization", "no credentials"));
            return null;
        }
    }

    /// <summary>Null when it is refused. A denied call counts as a missing permission; any other is reported.</summary>
    private async Task<T?> Try<T>(Func<Task<T>> call, string check)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (AwsException e) when (e.IsAccessDenied)
        {
            denied.Add(e.Operation);
            checks.Add(Check.NotLooked(check, $"{e.Operation} is denied"));
        }
        catch (AwsException e) when (e.Code == "AWSOrganizationsNotInUseException")
        {
            checks.Add(
                Check.Wrong(
                    check,
                    "the account is in no organization",
                    "policies are attached in an organization, from its management account",
                    "amigov doctor --profile NAME, with a profile of the management account"
                )
            );
        }
        catch (AwsException e)
        {
            checks.Add(
                Check.Wrong(
                    check,
                    AwsDiagnostics.Of(e).Message,
                    "AWS refuses the call",
                    "try again; AWS's health dashboard tells of outages"
                )
            );
        }
        return null;
    }

    private void Organization(OrganizationDetails details, CallerDetails caller)
    {
        checks.Add(Check.Fine("organization", $"{details.Id}, management account {details.ManagementAccount}"));
        checks.Add(
            details.AllFeatures
                ? Check.Fine("all-features", "all features are on")
                : Check.Wrong(
                    "all-features",
                    "the organization has consolidated billing only",
                    "without all features an organization can have no policies",
                    "aws organizations enable-all-features"
                )
        );
        var recorded = repository.Log.Entries.LastOrDefault(e => e.Organization.Length > 0)?.Organization;
        if (recorded is not null)
            checks.Add(
                recorded == details.Id
                    ? Check.Fine("organization-id", "the record is of this organization")
                    : Check.Wrong(
                        "organization-id",
                        $"the record is of {recorded}, the caller is in {details.Id}",
                        "the profile, or the repository, is of another organization",
                        "amigov doctor --profile NAME"
                    )
            );
    }

    /// <summary>Organizations answers the management account, and accounts that policies were delegated to.</summary>
    private void Account(OrganizationDetails details, CallerDetails caller, bool mayList) =>
        checks.Add(
            caller.Account == details.ManagementAccount
                ? Check.Fine("account", "the caller is in the management account")
            : mayList
                ? Check.Fine(
                    "account",
                    $"the caller is in {caller.Account}; the management account {details.ManagementAccount} delegated to it"
                )
            : Check.Wrong(
                "account",
                $"the caller is in {caller.Account}, the management account is {details.ManagementAccount}",
                "Organizations answers only the management account, and accounts that it delegated policies to",
                "amigov doctor --profile NAME, with a profile of the management account"
            )
        );

    private async Task Policies(
        OrganizationDetails details,
        RootDetails root,
        CallerDetails caller,
        CancellationToken cancel
    )
    {
        foreach (
            var type in new[]
            {
                OrganizationPolicyType.ServiceControlPolicy,
                OrganizationPolicyType.DeclarativePolicyEc2,
            }
        )
            checks.Add(
                root.EnabledTypes.Contains(type)
                    ? Check.Fine("policy-types", $"{type.Name()} is on")
                    : Check.Wrong(
                        "policy-types",
                        $"{type.Name()} is off in {root.Id}",
                        "policies of a type that is off cannot be attached",
                        $"amigov apply, or aws organizations enable-policy-type --root-id {root.Id} --policy-type {type.Name()}"
                    )
            );
        if (
            await Try(
                async () => new Holder<ImmutableArray<string>>(await aws.ListAWSServiceAccessForOrganization(cancel)),
                "trusted-access"
            ) is
            { } trusted
        )
            checks.Add(
                trusted.Value.Contains(PlanStep.Ec2Service)
                    ? Check.Fine("trusted-access", $"{PlanStep.Ec2Service} has it")
                    : Check.Wrong(
                        "trusted-access",
                        $"{PlanStep.Ec2Service} does not have it",
                        "EC2 policies need it for their account status report",
                        $"amigov apply, or aws organizations enable-aws-service-access --service-principal {PlanStep.Ec2Service}"
                    )
            );
        if (
            await Try(
                async () =>
                    new Holder<ImmutableArray<AccountId>>(
                        await aws.ListDelegatedAdministrators(PlanStep.Ec2Service, cancel)
                    ),
                "delegated-administrator"
            ) is
            { } administrators
        )
            checks.Add(
                Check.Fine(
                    "delegated-administrator",
                    administrators.Value.IsEmpty
                        ? $"none for {PlanStep.Ec2Service}; only the management account can ask for status reports"
                        : $"for {PlanStep.Ec2Service}: {string.Join(", ", administrators.Value)}"
                )
            );
        var accounts = await Try(
            async () => new Holder<ImmutableArray<OrganizationAccount>>(await aws.ListAccounts(cancel)),
            "publisher-account"
        );
        if (accounts is not null)
        {
            Publishers(accounts.Value);
            await MemberRole(accounts.Value, details, cancel);
        }
        await Attachments(root, cancel);
        await Effective(caller, cancel);
        await Try(
            async () => new Holder<int>((await aws.ListOrganizationalUnitsForParent(root.Id, cancel)).Length),
            "organizational-units"
        );
    }

    /// <summary>Runbook: "SCP blocking ops team golden AMI publisher".</summary>
    private void Publishers(ImmutableArray<OrganizationAccount> accounts)
    {
        foreach (
            var publisher in (repository.Config?.Publishers ?? []).Where(p =>
                p.Kind == AmiGovernance.Core.Governance.Config.PublisherKind.Ops
            )
        )
        {
            var account = accounts.FirstOrDefault(a => a.Id == publisher.AccountId);
            var nearest = account is null
                ? Suggestion.For(publisher.AccountId.Value, accounts.Select(a => a.Id.Value))
                : null;
            checks.Add(
                account is null
                    ? Check.Wrong(
                        "publisher-account",
                        $"the ops publisher {publisher.AccountId} is not in the organization{(nearest is null ? "" : $"; did you mean {nearest} ({accounts.First(a => a.Id.Value == nearest).Name})?")}",
                        "the service control policy lets only the accounts of the configuration create images: the real publisher would be blocked",
                        "aws sts get-caller-identity --profile OPS-ACCOUNT, then correct `ops_publisher_account.account_id`, amigov generate"
                    )
                : account.State is AccountState.Active
                    ? Check.Fine(
                        "publisher-account",
                        $"{publisher.AccountId} ({account.Name}) is an active account of the organization"
                    )
                : Check.Wrong(
                    "publisher-account",
                    $"the ops publisher {publisher.AccountId} is {account.State.Name()}",
                    "no images come from an account that is closed",
                    "correct `ops_publisher_account.account_id`, amigov generate"
                )
            );
        }
    }

    /// <summary>One account stands for all: the role is made everywhere by the same means.</summary>
    private async Task MemberRole(
        ImmutableArray<OrganizationAccount> accounts,
        OrganizationDetails details,
        CancellationToken cancel
    )
    {
        if (
            accounts.FirstOrDefault(a => a.State == AccountState.Active && a.Id != details.ManagementAccount)
            is not { } member
        )
            return;
        try
        {
            await instances.DescribeRegions(member.Id, cancel);
            checks.Add(Check.Fine("member-role", $"the role can be assumed in {member.Id} ({member.Name})"));
        }
        catch (AwsException e)
        {
            checks.Add(
                Check.Wrong(
                    "member-role",
                    $"{member.Id} ({member.Name}): {e.Code}: {e.Message}",
                    "promote, verify and images scan look into the accounts by a role in each",
                    "--role-name ROLE names another one; invited accounts have no OrganizationAccountAccessRole, a stack set makes one everywhere"
                )
            );
        }
    }

    private async Task Attachments(RootDetails root, CancellationToken cancel)
    {
        var mode = (AllowedImagesState?)null;
        var staged = false;
        foreach (
            var type in new[]
            {
                OrganizationPolicyType.ServiceControlPolicy,
                OrganizationPolicyType.DeclarativePolicyEc2,
            }.Where(root.EnabledTypes.Contains)
        )
        {
            var quota = type == OrganizationPolicyType.ServiceControlPolicy ? 10_000 : 1_000;
            if (
                await Try(
                    async () => new Holder<ImmutableArray<PolicySummary>>(await aws.ListPolicies(type, cancel)),
                    "quotas"
                )
                is not { } policies
            )
                continue;
            Quota($"{policies.Value.Length} of {quota} policies of type {type.Name()}", policies.Value.Length, quota);
            foreach (
                var policy in policies
                    .Value.Where(p =>
                        p.Name == repository.Config?.Policy.DeclarativePolicyName
                        || StagedEnforcement.WholeName(type, p.Name) == repository.Config?.Policy.DeclarativePolicyName
                    )
                    .Where(_ => type == OrganizationPolicyType.DeclarativePolicyEc2)
            )
                if (await Try(() => aws.DescribePolicy(policy.Id, cancel), "mode") is { } found)
                    if (StagedEnforcement.WholeName(type, policy.Name) is not null)
                        staged = true;
                    else
                        mode = AmiGovernance.Core.Features.Rollout.Status.ReadStatus.Mode(found);
            foreach (
                var target in (repository.Config?.Targets ?? [OrganizationTarget.Root]).Select(t =>
                    t == OrganizationTarget.Root ? root.Id : t
                )
            )
                if (
                    await Try(
                        async () =>
                            new Holder<ImmutableArray<PolicySummary>>(
                                await aws.ListPoliciesForTarget(target, type, cancel)
                            ),
                        "quotas"
                    ) is
                    { } attached
                )
                {
                    Quota(
                        $"{attached.Value.Length} of {PolicyQuotas.AttachmentsPerTarget} policies of type {type.Name()} on {target}",
                        attached.Value.Length,
                        PolicyQuotas.AttachmentsPerTarget
                    );
                    if (
                        type == OrganizationPolicyType.ServiceControlPolicy
                        && attached.Value.All(p => p.Id != OrganizationPolicy.FullAwsAccessId)
                    )
                        checks.Add(
                            Check.Wrong(
                                "full-aws-access",
                                $"FullAWSAccess is not attached to {target}",
                                "our policies only deny; somewhere at this level a policy must allow, or everything is denied",
                                $"aws organizations attach-policy --policy-id {OrganizationPolicy.FullAwsAccessId} --target-id {target}, unless another policy allows what is needed"
                            )
                        );
                }
        }
        checks.Add(RepositoryChecks.BlockedLaunches(mode, staged));
    }

    private void Quota(string found, int used, int quota) =>
        checks.Add(
            used < quota * PolicyQuotas.WarningShare
                ? Check.Fine("quotas", found)
                : Check.Wrong(
                    "quotas",
                    found,
                    "AWS refuses what goes over the quota; a replaced policy needs one place more for a moment",
                    "join policies, or ask for a higher quota in Service Quotas"
                )
        );

    private async Task Effective(CallerDetails caller, CancellationToken cancel)
    {
        if (
            await Try(
                async () =>
                    new Holder<ImmutableArray<AccountId>>(
                        await aws.ListAccountsWithInvalidEffectivePolicy(
                            OrganizationPolicyType.DeclarativePolicyEc2,
                            cancel
                        )
                    ),
                "effective-policies"
            ) is
            { } invalid
        )
            checks.Add(
                invalid.Value.IsEmpty
                    ? Check.Fine("effective-policies", "all are valid")
                    : Check.Wrong(
                        "effective-policies",
                        $"{AmiGovernance.Core.Governance.Proof.OrganizationProof.Describe(invalid.Value)}: the effective policy is not valid",
                        "AWS keeps the last valid one, silently",
                        $"aws organizations list-effective-policy-validation-errors --account-id {invalid.Value[0]} --policy-type {OrganizationPolicyType.DeclarativePolicyEc2.Name()}"
                    )
            );
        await Try(
            async () =>
                new Holder<string?>(
                    await aws.DescribeEffectivePolicy(
                        caller.Account,
                        OrganizationPolicyType.DeclarativePolicyEc2,
                        cancel
                    )
                ),
            "effective-policies"
        );
    }

    /// <summary>Runbook: "Cannot apply policy - insufficient permissions". What reads was tried above; what changes is simulated.</summary>
    private async Task Permissions(CallerDetails caller, CancellationToken cancel)
    {
        const string Print = "amigov doctor --iam-policy prints the policy that the caller needs";
        var changes = CommandPermissions
            .All.First(c => c.Command == "apply")
            .Own.Where(a => a.StartsWith("organizations:", StringComparison.Ordinal))
            .ToList();
        try
        {
            var allowed = await simulator.AllowedActions(caller.Arn, changes, cancel);
            if (allowed is null)
                checks.Add(Check.NotLooked("permissions", "IAM cannot simulate this principal"));
            else
                denied.UnionWith(changes.Except(allowed));
        }
        catch (AwsException e)
        {
            checks.Add(
                Check.NotLooked("permissions", $"whether the caller may change policies: {e.Operation}: {e.Code}")
            );
        }
        checks.Add(
            denied.Count == 0
                ? Check.Fine("permissions", "no call was denied")
                : Check.Wrong(
                    "permissions",
                    $"missing: {string.Join(", ", denied)}",
                    "an IAM policy of the caller, or a policy of the organization, does not allow it",
                    Print
                )
        );
    }

    /// <summary>Values in a class, so that "none" can be told from "refused".</summary>
    private sealed record Holder<T>(T Value);
}
