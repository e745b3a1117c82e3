using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>Says why an organization or account is not for calibrations: nothing that somebody needs is put at risk.</summary>
public sealed class CheckCalibration(IExperimentCalls aws)
{
    /// <summary>Organizations for tests are small.</summary>
    private const int MostAccounts = 10;

    /// <returns>Empty when calibrations may run.</returns>
    public async Task<ImmutableArray<string>> Run(
        Organization organization,
        CalibrationRequest request,
        CancellationToken cancel
    )
    {
        var ofAccounts = request.Accounts.SelectMany(account => OfAccount(organization, account));
        var problems = OfOrganization(organization).Concat(ofAccounts).ToImmutableArray();
        if (!problems.IsEmpty)
            return problems;
        foreach (var account in request.Accounts)
            problems = [.. problems, .. await OfWorkloads(account, cancel)];
        return problems;
    }

    /// <summary>In every Region that the account has: the policies of experiments hold in all of them.</summary>
    private async Task<ImmutableArray<string>> OfWorkloads(AccountId account, CancellationToken cancel)
    {
        var call = Calls.Ec2("DescribeRegions");
        var answer = await aws.Make(account, call, cancel);
        if (!answer.IsDone)
            return [$"which Regions {account} has is not known: {call.Action}: {answer.Code}"];
        var problems = ImmutableArray<string>.Empty;
        for (var i = 1; RegionName.TryParse(answer[$"regionInfo.item.{i}.regionName"], out var region); i++)
            problems = [.. problems, .. await OfWorkloads(account, region, cancel)];
        return problems;
    }

    private static IEnumerable<string> OfOrganization(Organization organization)
    {
        if (organization.Accounts.Length > MostAccounts)
        {
            var accounts = Plural.Of(organization.Accounts.Length, "account");
            yield return $"the organization has {accounts}; one for tests has at most {MostAccounts}";
        }
        // Two at once would measure each other's policies.
        if (OfOthers(organization).FirstOrDefault() is { } other)
            yield return $"`{other}` is there: another calibration runs, or left it";
        if (organization.Policies.Any(OurPolicies.IsManaged))
            yield return "the organization has policies of amigov, which others may rely on";
        foreach (var type in OrganizationPolicyKinds.OnImages.Where(t => !organization.EnabledTypes.Contains(t)))
            yield return $"policies of type {type.Name()} are not enabled in the organization's root";
    }

    private static IEnumerable<string> OfOthers(Organization organization) =>
        organization
            .Policies.Select(p => p.Name)
            .Concat(organization.Units.Select(u => u.Name))
            .Where(CleanUpCalibration.IsOfCalibration);

    private static IEnumerable<string> OfAccount(Organization organization, AccountId account)
    {
        if (account == organization.ManagementAccount)
            yield return $"{account} is the management account, which no service control policy reaches";
        else if (organization.Accounts.FirstOrDefault(a => a.Id == account) is not { } found)
            yield return $"{account} is no account of the organization {organization.Id}";
        else if (found.State != AccountState.Active)
            yield return $"{account} is {found.State.Name()} and not in use; name an active account";
        else if (organization.Attachments.Any(a => a.TargetId == account.Value && IsOfCustomer(a, organization)))
            yield return $"policies are attached to {account} already, which would change what is measured";
        else if (AboveOf(organization, account) is { } above)
            yield return $"`{above.Name}` reaches {account} from above, which would change what is measured";
    }

    /// <summary>A policy of somebody's that the account inherits, and that experiments would measure instead of their own.</summary>
    private static OrganizationPolicy? AboveOf(Organization organization, AccountId account)
    {
        var path = OrganizationIndex.Of(organization).PathTo(account.Value);
        return organization
            .Attachments.Where(a => path.Contains(a.TargetId))
            .Select(a => organization.Policies.FirstOrDefault(p => p.Id == a.PolicyId))
            .OfType<OrganizationPolicy>()
            .FirstOrDefault(p => !p.AwsManaged && OrganizationPolicyKinds.OnImages.Contains(p.Type));
    }

    private static bool IsOfCustomer(PolicyAttachment attachment, Organization organization) =>
        organization.Policies.Any(p => p.Id == attachment.PolicyId && !p.AwsManaged);

    /// <summary>What cannot be looked at counts as there.</summary>
    private async Task<ImmutableArray<string>> OfWorkloads(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        (ServiceCall Call, string First, string What)[] questions =
        [
            (Calls.Instances(), "reservationSet.item.1.instancesSet.item.1.instanceId", "instances"),
            (Calls.Ec2("DescribeImages", ("Owner.1", "self")), "imagesSet.item.1.imageId", "images of its own"),
        ];
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var (call, first, what) in questions)
        {
            var answer = await aws.Make(account, call with { Region = region.Value }, cancel);
            if (!answer.IsDone)
                problems.Add($"whether {account} has {what} in {region} is not known: {call.Action}: {answer.Code}");
            else if (answer[first].Length > 0)
                problems.Add($"{account} has {what} in {region}, so it is no throwaway account");
        }
        return problems.ToImmutable();
    }
}
