using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>Whether AWS could work out what is in effect.</summary>
internal sealed class EffectivePolicyChecks(IEffectivePolicyReader policies, CheckedCalls calls)
{
    private const string Name = "effective-policies";
    private const OrganizationPolicyType Type = OrganizationPolicyType.DeclarativePolicyEc2;

    public async Task Run(CallerDetails caller, CancellationToken cancel)
    {
        if (
            await calls.Try(Name, () => policies.ListAccountsWithInvalidEffectivePolicy(Type, cancel)) is
            { Value: var invalid }
        )
            calls.Add(
                invalid.IsEmpty
                    ? Check.Fine(Name, "all are valid")
                    : Check.Wrong(
                        Name,
                        $"{OrganizationProof.Describe(invalid)}: the effective policy is not valid",
                        "AWS keeps the last valid one, silently",
                        ListErrors(invalid[0])
                    )
            );
        // Nothing is looked for in the answer: promote and status need the permission.
        await calls.Try(Name, () => policies.DescribeEffectivePolicy(caller.Account, Type, cancel));
    }

    private static ShellText ListErrors(AccountId account) =>
        ShellText.Of($"aws organizations list-effective-policy-validation-errors --account-id {account.Value}")
        + ShellText.Of($" --policy-type {Type.Name()}");
}
