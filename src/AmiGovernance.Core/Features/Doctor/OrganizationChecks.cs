using System.Collections.Immutable;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>Whether it is the right organization, asked by the right account, with what policies need switched on.</summary>
internal sealed class OrganizationChecks(IOrganizationsReader aws, RepositoryChecks repository, CheckedCalls calls)
{
    private const string Service = PlanStep.Ec2Service;
    private const OrganizationPolicyType Declarative = OrganizationPolicyType.DeclarativePolicyEc2;

    /// <summary>The services with trusted access; null when they could not be read.</summary>
    public ImmutableArray<string>? Trusted { get; private set; }

    public void Organization(OrganizationDetails details)
    {
        calls.Add(Check.Fine("organization", $"{details.Id}, management account {details.ManagementAccount}"));
        calls.Add(
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
            calls.Add(IsOfRecord(recorded, details));
    }

    private static Check IsOfRecord(string recorded, OrganizationDetails details) =>
        recorded == details.Id
            ? Check.Fine("organization-id", "the record is of this organization")
            : Check.Wrong(
                "organization-id",
                $"the record is of {recorded}, the caller is in {details.Id}",
                "the profile, or the repository, is of another organization",
                "amigov doctor --profile NAME"
            );

    /// <summary>Organizations answers the management account, and accounts that policies were delegated to.</summary>
    public void Account(OrganizationDetails details, CallerDetails caller, bool mayList)
    {
        var (own, management) = (caller.Account, details.ManagementAccount);
        if (own == management)
            calls.Add(Check.Fine("account", "the caller is in the management account"));
        else if (mayList)
            calls.Add(
                Check.Fine("account", $"the caller is in {own}; the management account {management} delegated to it")
            );
        else
            calls.Add(
                Check.Wrong(
                    "account",
                    $"the caller is in {own}, the management account is {management}",
                    "Organizations answers only the management account, and accounts that it delegated policies to",
                    "amigov doctor --profile NAME",
                    "with a profile of the management account"
                )
            );
    }

    /// <summary>Whether the service knows EC2 policies.</summary>
    public async Task<bool> Settings(RootDetails root, CancellationToken cancel)
    {
        calls.Add(IsOn(OrganizationPolicyType.ServiceControlPolicy, root));
        var knowsDeclarative = await KnowsDeclarative(root, cancel);
        calls.Add(knowsDeclarative ? IsOn(Declarative, root) : Check.Fine("policy-types", ScpAlone.Note));
        if (knowsDeclarative)
            await ServiceAccess(cancel);
        return knowsDeclarative;
    }

    /// <summary>A type that is on is known.</summary>
    private async Task<bool> KnowsDeclarative(RootDetails root, CancellationToken cancel)
    {
        if (root.EnabledTypes.Contains(Declarative))
            return true;
        var answer = await calls.Try(
            "policy-types",
            async () => await PolicyTypes.ListKnown(aws, Declarative, cancel) is not null
        );
        return answer?.Value ?? true;
    }

    /// <summary>What EC2 policies need for their account status report, and nothing else does.</summary>
    private async Task ServiceAccess(CancellationToken cancel)
    {
        if (
            await calls.Try("trusted-access", () => aws.ListAWSServiceAccessForOrganization(cancel)) is
            { Value: var trusted }
        )
        {
            Trusted = trusted;
            calls.Add(IsTrusted(trusted.Contains(Service)));
        }
        if (
            await calls.Try("delegated-administrator", () => aws.ListDelegatedAdministrators(Service, cancel)) is
            { Value: var administrators }
        )
        {
            var found = administrators.IsEmpty
                ? $"none for {Service}; only the management account can ask for status reports"
                : $"for {Service}: {string.Join(", ", administrators)}";
            calls.Add(Check.Fine("delegated-administrator", found));
        }
    }

    private static Check IsOn(OrganizationPolicyType type, RootDetails root) =>
        root.EnabledTypes.Contains(type)
            ? Check.Fine("policy-types", $"{type.Name()} is on")
            : Check.Wrong(
                "policy-types",
                $"{type.Name()} is off in {root.Id}",
                "policies of a type that is off cannot be attached",
                ShellText.Of($"aws organizations enable-policy-type --root-id {root.Id} --policy-type {type.Name()}"),
                "`amigov apply` does it too"
            );

    private static Check IsTrusted(bool isTrusted) =>
        isTrusted
            ? Check.Fine("trusted-access", $"{Service} has it")
            : Check.Wrong(
                "trusted-access",
                $"{Service} does not have it",
                "EC2 policies need it for their account status report",
                ShellText.Of($"aws organizations enable-aws-service-access --service-principal {Service}")
            );
}
