using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Governance.Config;

internal static class ManagedServiceReader
{
    public static ImmutableArray<ManagedService> Read(ObjectReader root)
    {
        var services = root.List("managed_services", 0)
            .Select(node => ReadOne(root, node))
            .OfType<ManagedService>()
            .ToList();
        root.Distinct(services.Select(s => (s.Node, s.Name)));
        return [.. services.DistinctBy(s => s.Name)];
    }

    private static ManagedService? ReadOne(ObjectReader root, JsonNode node)
    {
        if (node is JsonString)
            return root.Choice(node, ManagedServiceAccounts.Services) is { } name
                ? WithAccounts(root, node, name, [], [])
                : null;
        if (root.Open(node, ConfigKeys.ManagedService) is not { } entry)
            return null;
        entry.Require("service");
        foreach (var comment in (string[])["notes", "reason", "evidence"])
            entry.Text(comment);
        var accounts = entry.AccountIds("account_ids", 1);
        var service = entry.Choice("service", ManagedServiceAccounts.Services);
        var regions = entry.Values(
            "regions",
            1,
            int.MaxValue,
            n => service is null ? entry.Text(n) : entry.Choice(n, [.. ManagedServiceAccounts.Regions(service)])
        );
        return service is null ? null : WithAccounts(root, node, service, accounts, regions);
    }

    private static ManagedService WithAccounts(
        ObjectReader root,
        JsonNode node,
        string service,
        ImmutableArray<AccountId> given,
        ImmutableArray<string> regions
    )
    {
        var known =
            ManagedServiceAccounts.IsComplete(service) && given.IsEmpty || !regions.IsEmpty
                ? ManagedServiceAccounts.Accounts(service, regions)
                : [];
        ImmutableArray<AccountId> all = [.. given.Concat(known).Distinct().Order()];
        if (all.IsEmpty)
            root.Bag.Report(
                ConfigDiagnostics.NoAccounts,
                root.Tree.At(node),
                $"AWS publishes no full list of the image accounts of `{service}`",
                "give `account_ids`: the OwnerId that DescribeInstanceImageMetadata shows for the service's instances in your regions"
            );
        return new ManagedService(node, service, all);
    }
}
