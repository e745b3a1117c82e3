using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>
/// Removes what calibrations made, whichever run made it. It is found in AWS by name or tag, so that it does not matter what a run that was
/// killed had still written down.
/// </summary>
/// <param name="accounts">Where it looks for images and instances, and which may stand in a unit of a calibration.</param>
/// <param name="run">Whose things go; null for those of any run, which another may be using.</param>
public sealed class CleanUpCalibration(IExperimentCalls aws, ImmutableArray<AccountId> accounts, string? run = null)
{
    /// <summary>Of the tag that everything has that can have one.</summary>
    public const string Tag = "amigov:calibration";

    /// <summary>How the names of all policies and units begin.</summary>
    public const string NamePrefix = "amigov-calibrate-";

    private readonly List<string> removed = [];
    private readonly List<string> left = [];

    /// <summary>Whether nothing is removed: it is told what would be.</summary>
    public bool OnlyTells { get; init; }

    /// <returns>What was removed, and what could not be.</returns>
    public async Task<(ImmutableArray<string> Removed, ImmutableArray<string> Left)> Run(CancellationToken cancel)
    {
        removed.Clear();
        left.Clear();
        foreach (var type in OrganizationPolicyKinds.OnImages)
            await Policies(type.Name(), cancel);
        await Units(cancel);
        foreach (var account in accounts)
        {
            await Instances(account, cancel);
            await Images(account, cancel);
            await Snapshots(account, cancel);
        }
        return ([.. removed], [.. left]);
    }

    private async Task Policies(string type, CancellationToken cancel)
    {
        var all = await Pages(null, Calls.Organizations("ListPolicies", ("Filter", type)), cancel);
        foreach (var policy in Items(all, "Policies").Where(p => IsOurs(p("Name"))))
        {
            var id = policy("Id");
            var targets = await Pages(null, Calls.Organizations("ListTargetsForPolicy", ("PolicyId", id)), cancel);
            foreach (var target in Items(targets, "Targets"))
                await Do(
                    null,
                    Calls.Organizations("DetachPolicy", ("PolicyId", id), ("TargetId", target("TargetId"))),
                    $"policy {policy("Name")} detached from {target("TargetId")}",
                    cancel
                );
            await Do(
                null,
                Calls.Organizations("DeletePolicy", ("PolicyId", id)),
                $"policy {policy("Name")} deleted",
                cancel
            );
        }
    }

    /// <summary>
    /// All accounts leave the units first: one that holds an account, such as one that nobody named, cannot be deleted, and is said to be
    /// left.
    /// </summary>
    private async Task Units(CancellationToken cancel)
    {
        var parents = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var account in accounts)
            if (await OutOfUnit(account, cancel) is { } parent)
                parents.Add(parent);
        if (run is null)
        {
            var roots = await Pages(null, Calls.Organizations("ListRoots"), cancel);
            parents = [.. Items(roots, "Roots").Select(root => root("Id"))];
        }
        foreach (var parent in parents)
            await Units(parent, cancel);
    }

    /// <summary>A unit stands where the account was: the account goes back to the unit's parent.</summary>
    /// <returns>Where the account stands then; null where it is not told.</returns>
    private async Task<string?> OutOfUnit(AccountId account, CancellationToken cancel)
    {
        if (await Parent(account.Value, cancel) is not { } parent || await NameOf(parent, cancel) is not { } name)
            return null;
        if (!IsOurs(name))
            return parent;
        if (await Parent(parent, cancel) is not { } above)
            return null;
        await Do(
            null,
            Calls.Organizations(
                "MoveAccount",
                ("AccountId", account.Value),
                ("SourceParentId", parent),
                ("DestinationParentId", above)
            ),
            $"account {account} moved back to {above}",
            cancel
        );
        return above;
    }

    private async Task Units(string parent, CancellationToken cancel)
    {
        var units = await Pages(
            null,
            Calls.Organizations("ListOrganizationalUnitsForParent", ("ParentId", parent)),
            cancel
        );
        foreach (var unit in Items(units, "OrganizationalUnits"))
            if (IsOurs(unit("Name")))
                await Do(
                    null,
                    Calls.Organizations("DeleteOrganizationalUnit", ("OrganizationalUnitId", unit("Id"))),
                    $"organizational unit {unit("Name")} deleted",
                    cancel
                );
            // What is left of any run may stand anywhere: an account may have been moved by hand since.
            else if (run is null)
                await Units(unit("Id"), cancel);
    }

    /// <summary>Of one run its own things alone: another may be at work in the second account.</summary>
    private (string Name, string Value) TagFilter => run is null ? ("tag-key", Tag) : ($"tag:{Tag}", run);

    private (string Name, string Value)[] OwnTagged =>
        [("Owner.1", "self"), ("Filter.1.Name", TagFilter.Name), ("Filter.1.Value.1", TagFilter.Value)];

    private async Task Instances(AccountId account, CancellationToken cancel)
    {
        var found = await Pages(
            account,
            Calls.Instances(("Filter.2.Name", TagFilter.Name), ("Filter.2.Value.1", TagFilter.Value)),
            cancel
        );
        foreach (var id in Values(found, "reservationSet.item.*.instancesSet.item.*.instanceId"))
            await Do(
                account,
                Calls.Ec2("TerminateInstances", ("InstanceId.1", id)),
                $"instance {id} terminated",
                cancel
            );
    }

    private async Task Images(AccountId account, CancellationToken cancel)
    {
        var found = await Pages(account, Calls.Ec2("DescribeImages", OwnTagged), cancel);
        foreach (var id in Values(found, "imagesSet.item.*.imageId"))
            await Do(account, Calls.Ec2("DeregisterImage", ("ImageId", id)), $"image {id} deregistered", cancel);
    }

    private async Task Snapshots(AccountId account, CancellationToken cancel)
    {
        var found = await Pages(account, Calls.Ec2("DescribeSnapshots", OwnTagged), cancel);
        foreach (var id in Values(found, "snapshotSet.item.*.snapshotId"))
            await Do(account, Calls.Ec2("DeleteSnapshot", ("SnapshotId", id)), $"snapshot {id} deleted", cancel);
    }

    /// <summary>Null where it is not told: then the account may still stand in a unit of ours.</summary>
    private async Task<string?> Parent(string child, CancellationToken cancel)
    {
        var call = Calls.Parents(child);
        var answer = await aws.Make(null, call, cancel);
        var parent = answer["Parents.1.Id"];
        if (answer.IsDone && parent.Length > 0)
            return parent;
        NotLookedAt(call, answer);
        return null;
    }

    /// <summary>Empty for the root; null where it is not told.</summary>
    private async Task<string?> NameOf(string parent, CancellationToken cancel)
    {
        if (parent.StartsWith("r-", StringComparison.Ordinal))
            return "";
        var call = Calls.Organizations("DescribeOrganizationalUnit", ("OrganizationalUnitId", parent));
        var answer = await aws.Make(null, call, cancel);
        if (answer.IsDone)
            return answer["OrganizationalUnit.Name"];
        NotLookedAt(call, answer);
        return null;
    }

    private void NotLookedAt(ServiceCall call, ServiceAnswer answer) =>
        left.Add($"not looked at: {call.Action}: {answer.Code}: {answer.Message}");

    private async Task Do(AccountId? where, ServiceCall call, string what, CancellationToken cancel)
    {
        if (OnlyTells)
        {
            removed.Add(what);
            return;
        }
        var answer = await aws.Make(where, call, cancel);
        if (answer.IsDone)
            removed.Add(what);
        else
            left.Add($"not done: {what}: {call.Action}: {answer.Code}: {answer.Message}");
    }

    /// <summary>All pages of a list. What cannot be listed may hold something that is ours, and is said to be left.</summary>
    private async Task<ImmutableArray<ServiceAnswer>> Pages(
        AccountId? where,
        ServiceCall call,
        CancellationToken cancel
    )
    {
        var pages = ImmutableArray.CreateBuilder<ServiceAnswer>();
        while (true)
        {
            var page = await aws.Make(where, call, cancel);
            if (!page.IsDone)
            {
                NotLookedAt(call, page);
                return pages.ToImmutable();
            }
            pages.Add(page);
            var token = page["NextToken"].Length > 0 ? page["NextToken"] : page["nextToken"];
            if (token.Length == 0)
                return pages.ToImmutable();
            call = call with { Parameters = call.Parameters.SetItem("NextToken", token) };
        }
    }

    /// <summary>The entries of a list, each as a function that gives its members.</summary>
    private static IEnumerable<Func<string, string>> Items(ImmutableArray<ServiceAnswer> pages, string list) =>
        from page in pages
        from index in Enumerable.Range(1, page.Values.Count)
        let path = string.Create(CultureInfo.InvariantCulture, $"{list}.{index}.")
        where page.Values.Keys.Any(key => key.StartsWith(path, StringComparison.Ordinal))
        select (Func<string, string>)(member => page[path + member]);

    private static IEnumerable<string> Values(ImmutableArray<ServiceAnswer> pages, string pattern) =>
        pages.SelectMany(page => page.Values.Where(v => Answers.IsMatch(pattern, v.Key)).Select(v => v.Value));

    private bool IsOurs(string name) =>
        IsOfCalibration(name)
        && (
            run is null || name == NamePrefix + run || name.StartsWith($"{NamePrefix}{run}-", StringComparison.Ordinal)
        );

    /// <summary>Of whichever run.</summary>
    internal static bool IsOfCalibration(string name) => name.StartsWith(NamePrefix, StringComparison.Ordinal);
}
