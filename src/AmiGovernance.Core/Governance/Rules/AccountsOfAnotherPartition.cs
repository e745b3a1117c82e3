using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Listed owners that are known to be in another partition, whose images nobody in the organization can launch.</summary>
internal static class AccountsOfAnotherPartition
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0230", Severity.Warning, "owner of another partition"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        var partition = input.Config.Policy.Partition;
        var publishers = input.Config.Publishers.Select(p => (p.AccountId, p.Node));
        var exceptions = input.Config.Exceptions.Select(e => (e.AccountId, e.Node));
        foreach (var (account, node) in publishers.Concat(exceptions))
            if (KnownPublishers.Of(account.Value) is { } found && found.Partition != partition)
                bag.Report(
                    Rule.Descriptor,
                    input.At(node, "account_id"),
                    $"{account} is {found.Publisher} in the partition `{found.Partition.Name()}`{IsIn(partition)}",
                    "list the account that publishes the same images there"
                );
        foreach (var service in input.Config.ManagedServices ?? [])
            if (
                partition != Partition.Aws
                && service.AccountIds.Any(a => ManagedServiceAccounts.ServiceOf(a.Value) is not null)
            )
                Report(input, bag, service);
    }

    private static string IsIn(Partition partition) => $", and the organization is in `{partition.Name()}`";

    private static void Report(RuleInput input, DiagnosticBag bag, ManagedService service) =>
        bag.Report(
            Rule.Descriptor,
            input.At(service.Node),
            $"the accounts that AWS publishes for `{service.Name}` are in the partition `aws`{IsIn(input.Config.Policy.Partition)}",
            "give `account_ids`: the OwnerId that DescribeInstanceImageMetadata shows for the service's instances in your Regions"
        );
}
