using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>Whether the accounts of the configuration are there, and member accounts can be looked into.</summary>
internal sealed class AccountChecks(
    IOrganizationStructureReader organizations,
    IInstanceReader instances,
    RepositoryChecks repository,
    CheckedCalls calls
)
{
    public async Task Run(OrganizationDetails details, CancellationToken cancel)
    {
        if (
            await calls.Try("publisher-account", () => organizations.ListAccounts(cancel))
            is not { Value: var accounts }
        )
            return;
        var publishers = repository.Config?.Publishers ?? [];
        foreach (var publisher in publishers.Where(p => p.Kind == PublisherKind.Ops))
            calls.Add(Publisher(publisher, accounts));
        await MemberRole(accounts, details, cancel);
    }

    /// <summary>Runbook: "SCP blocking ops team golden AMI publisher".</summary>
    private static Check Publisher(Publisher publisher, ImmutableArray<OrganizationAccount> accounts)
    {
        const string Name = "publisher-account";
        var account = accounts.FirstOrDefault(a => a.Id == publisher.AccountId);
        if (account is null)
            return Check.Wrong(
                Name,
                $"the ops publisher {publisher.AccountId} is not in the organization{DidYouMean(publisher, accounts)}",
                "the service control policy lets only the accounts of the configuration create images:"
                    + " the real publisher would be blocked",
                "aws sts get-caller-identity --profile OPS-ACCOUNT",
                "correct `ops_publisher_account.account_id`, then `amigov generate`"
            );
        if (account.State == AccountState.Active)
            return Check.Fine(Name, $"{publisher.AccountId} ({account.Name}) is an active account of the organization");
        return Check.Wrong(
            Name,
            $"the ops publisher {publisher.AccountId} is {account.State.Name()}",
            "no images come from an account that is closed",
            command: null,
            "correct `ops_publisher_account.account_id`, then `amigov generate`"
        );
    }

    private static string DidYouMean(Publisher publisher, ImmutableArray<OrganizationAccount> accounts)
    {
        var nearest = Suggestion.For(publisher.AccountId.Value, accounts.Select(a => a.Id.Value));
        var account = accounts.FirstOrDefault(a => a.Id.Value == nearest);
        return account is null ? "" : $"; did you mean {account.Id} ({account.Name})?";
    }

    /// <summary>One account stands for all: the role is made everywhere by the same means.</summary>
    private async Task MemberRole(
        ImmutableArray<OrganizationAccount> accounts,
        OrganizationDetails details,
        CancellationToken cancel
    )
    {
        var member = accounts.FirstOrDefault(a => a.State == AccountState.Active && a.Id != details.ManagementAccount);
        if (member is null)
            return;
        try
        {
            await instances.DescribeRegions(member.Id, cancel);
            calls.Add(Check.Fine("member-role", $"the role can be assumed in {member.Id} ({member.Name})"));
        }
        catch (AwsException e)
        {
            calls.Add(
                Check.Wrong(
                    "member-role",
                    $"{member.Id} ({member.Name}): {AwsDiagnostics.Message(e.Failure)}",
                    "promote, verify and images scan look into the accounts by a role in each",
                    command: null,
                    "`--role-name ROLE` names another one; invited accounts have no OrganizationAccountAccessRole,"
                        + " a stack set makes one everywhere"
                )
            );
        }
    }
}
