using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>Which policies reach an account: those of an organization file, or of a folder, the same for all.</summary>
public static class ReadPolicies
{
    /// <summary>Null with a report when they cannot be read.</summary>
    /// <param name="origin">What is generated from where the folder holds no policies; null for the folder alone.</param>
    /// <param name="organizationPath">Null for the folder.</param>
    public static PoliciesAtHand? Run(
        string folder,
        PolicyOrigin? origin,
        string? organizationPath,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        if (organizationPath is not null)
            return OrganizationFile.Read(files, organizationPath, bag) is { } organization && !bag.HasErrors
                ? Of(organization)
                : null;
        if (ConfiguredPolicies.ReadOrGenerate(folder, origin, files, bag) is not { } policies)
            return null;
        var all = new ReachingPolicies(policies, IsManagement: false);
        return new PoliciesAtHand(_ => all, null);
    }

    private static PoliciesAtHand Of(Organization organization)
    {
        var index = OrganizationIndex.Of(organization);
        return new PoliciesAtHand(Reaching, organization);

        ReachingPolicies? Reaching(AccountId? account) =>
            account is { } asked && organization.Account(asked) is not null
                ? new ReachingPolicies(PolicySet.Of(index, asked), asked == organization.ManagementAccount)
                : null;
    }
}

/// <param name="Of">Of an account; of any where it is null. Null for an account that is not in the organization.</param>
/// <param name="Organization">Null where the policies are those of a folder.</param>
public sealed record PoliciesAtHand(Func<AccountId?, ReachingPolicies?> Of, Organization? Organization)
{
    /// <summary>Whether an account, an organization or a unit of it, by its id or ARN, is ours; null where nobody knows.</summary>
    public bool? IsOwn(string target)
    {
        if (Organization is not { } organization)
            return null;
        if (AccountId.TryParse(target, out var account))
            return organization.Account(account) is not null;
        return target.Split('/').Contains(organization.Id);
    }
}
