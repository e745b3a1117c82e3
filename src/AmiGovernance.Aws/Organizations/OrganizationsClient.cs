using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Organizations;

/// <summary>AWS Organizations over its JSON protocol (Organizations API reference).</summary>
/// <param name="client">Sends the calls.</param>
/// <param name="time">Keeps to AWS's rates.</param>
/// <param name="caller">Asked where a call is denied.</param>
internal sealed class OrganizationsClient(
    JsonServiceClient client,
    TimeProvider time,
    Func<CancellationToken, Task<CallerDetails>> caller
) : IOrganizations, IDisposable
{
    private readonly OrganizationsRates rates = new(time);

    /// <summary>What stands before the operation in `X-Amz-Target`.</summary>
    public const string Target = "AWSOrganizationsV20161128";

    /// <summary>Organizations has one endpoint in a partition, signed for its Region.</summary>
    public static string RegionIn(string partition) =>
        partition switch
        {
            "aws-cn" => "cn-northwest-1",
            "aws-us-gov" => "us-gov-west-1",
            "aws-eusc" => "eusc-de-east-1",
            _ => "us-east-1",
        };

    public void Dispose() => client.Dispose();

    public Task<OrganizationDetails> DescribeOrganization(CancellationToken cancel) =>
        Call("DescribeOrganization", null, answer => Organization(answer.GetProperty("Organization")), cancel);

    /// <summary>The first call that Organizations denies to who is in another account than the management account.</summary>
    public Task<RootDetails> ListRoots(CancellationToken cancel) =>
        new OutsideCaller(this, caller).Explained(
            () => First(new List("ListRoots", "Roots"), null, Root, cancel),
            cancel
        );

    public Task<ImmutableArray<OrganizationAccount>> ListAccounts(CancellationToken cancel) =>
        Pages(new List("ListAccounts", "Accounts"), null, a => Account(a, ParentOf(a)), cancel);

    public Task<ImmutableArray<OrganizationAccount>> ListAccounts(IProgress<int> read, CancellationToken cancel) =>
        Pages(new List("ListAccounts", "Accounts", read), null, a => Account(a, ParentOf(a)), cancel);

    public Task<ImmutableArray<OrganizationAccount>> ListAccountsForParent(string parentId, CancellationToken cancel) =>
        Pages(
            new List("ListAccountsForParent", "Accounts"),
            w => w.WriteString("ParentId", parentId),
            a => Account(a, parentId),
            cancel
        );

    public Task<ImmutableArray<OrganizationalUnit>> ListOrganizationalUnitsForParent(
        string parentId,
        CancellationToken cancel
    ) =>
        Pages(
            new List("ListOrganizationalUnitsForParent", "OrganizationalUnits"),
            w => w.WriteString("ParentId", parentId),
            u => new OrganizationalUnit(u.Text("Id"), u.Text("Name"), parentId),
            cancel
        );

    public Task<string> ListParents(string childId, CancellationToken cancel) =>
        First(new List("ListParents", "Parents"), w => w.WriteString("ChildId", childId), p => p.Text("Id"), cancel);

    public Task<ImmutableArray<PolicySummary>> ListPolicies(OrganizationPolicyType type, CancellationToken cancel) =>
        Pages(
            new List("ListPolicies", "Policies"),
            w => w.WriteString("Filter", type.Name()),
            p => Summary(p, type),
            cancel
        );

    public Task<ImmutableArray<PolicySummary>> ListPoliciesForTarget(
        string targetId,
        OrganizationPolicyType type,
        CancellationToken cancel
    ) =>
        Pages(
            new List("ListPoliciesForTarget", "Policies"),
            w =>
            {
                w.WriteString("TargetId", targetId);
                w.WriteString("Filter", type.Name());
            },
            p => Summary(p, type),
            cancel
        );

    public Task<ImmutableArray<string>> ListTargetsForPolicy(string policyId, CancellationToken cancel) =>
        Pages(
            new List("ListTargetsForPolicy", "Targets"),
            w => w.WriteString("PolicyId", policyId),
            t => t.Text("TargetId"),
            cancel
        );

    public Task<OrganizationPolicy> DescribePolicy(string policyId, CancellationToken cancel) =>
        Call(
            "DescribePolicy",
            w => w.WriteString("PolicyId", policyId),
            answer => Policy(answer.GetProperty("Policy")),
            cancel
        );

    public async Task<ImmutableSortedDictionary<string, string>> ListTagsForResource(
        string resourceId,
        CancellationToken cancel
    ) =>
        OrganizationPolicy.NoTags.SetItems(
            await Pages(
                new List("ListTagsForResource", "Tags"),
                w => w.WriteString("ResourceId", resourceId),
                t => KeyValuePair.Create(t.Text("Key"), t.Text("Value")),
                cancel
            )
        );

    public async Task<string?> DescribeEffectivePolicy(
        AccountId account,
        OrganizationPolicyType type,
        CancellationToken cancel
    )
    {
        try
        {
            return await Call(
                "DescribeEffectivePolicy",
                w =>
                {
                    w.WriteString("PolicyType", type.Name());
                    w.WriteString("TargetId", account.Value);
                },
                answer => answer.GetProperty("EffectivePolicy").Text("PolicyContent"),
                cancel
            );
        }
        catch (AwsException e) when (e.Code == "EffectivePolicyNotFoundException")
        {
            return null;
        }
    }

    public Task<ImmutableArray<AccountId>> ListAccountsWithInvalidEffectivePolicy(
        OrganizationPolicyType type,
        CancellationToken cancel
    ) =>
        Pages(
            new List("ListAccountsWithInvalidEffectivePolicy", "Accounts"),
            w => w.WriteString("PolicyType", type.Name()),
            a => AccountId.Parse(a.Text("Id")),
            cancel
        );

    public Task<ImmutableArray<string>> ListAWSServiceAccessForOrganization(CancellationToken cancel) =>
        Pages(
            new List("ListAWSServiceAccessForOrganization", "EnabledServicePrincipals"),
            null,
            s => s.Text("ServicePrincipal"),
            cancel
        );

    public Task<ImmutableArray<AccountId>> ListDelegatedAdministrators(
        string servicePrincipal,
        CancellationToken cancel
    ) =>
        Pages(
            new List("ListDelegatedAdministrators", "DelegatedAdministrators"),
            w => w.WriteString("ServicePrincipal", servicePrincipal),
            a => AccountId.Parse(a.Text("Id")),
            cancel
        );

    public Task EnableAWSServiceAccess(string servicePrincipal, CancellationToken cancel) =>
        Call("EnableAWSServiceAccess", w => w.WriteString("ServicePrincipal", servicePrincipal), cancel);

    public Task EnablePolicyType(string rootId, OrganizationPolicyType type, CancellationToken cancel) =>
        Call(
            "EnablePolicyType",
            w =>
            {
                w.WriteString("RootId", rootId);
                w.WriteString("PolicyType", type.Name());
            },
            cancel
        );

    public Task<string> CreatePolicy(OrganizationPolicy policy, CancellationToken cancel) =>
        Call(
            "CreatePolicy",
            w =>
            {
                w.WriteString("Name", policy.Name);
                w.WriteString("Type", policy.Type.Name());
                w.WriteString("Description", policy.Description);
                w.WriteString("Content", policy.Content);
                w.WriteTags(policy.Tags);
            },
            created => created.GetProperty("Policy").GetProperty("PolicySummary").Text("Id"),
            cancel
        );

    public Task UpdatePolicy(OrganizationPolicy policy, CancellationToken cancel) =>
        Call(
            "UpdatePolicy",
            w =>
            {
                w.WriteString("PolicyId", policy.Id);
                w.WriteString("Description", policy.Description);
                w.WriteString("Content", policy.Content);
            },
            cancel
        );

    public Task DeletePolicy(string policyId, CancellationToken cancel) =>
        Call("DeletePolicy", w => w.WriteString("PolicyId", policyId), cancel);

    public Task AttachPolicy(string policyId, string targetId, CancellationToken cancel) =>
        Attachment("AttachPolicy", policyId, targetId, cancel);

    public Task DetachPolicy(string policyId, string targetId, CancellationToken cancel) =>
        Attachment("DetachPolicy", policyId, targetId, cancel);

    public Task TagResource(
        string resourceId,
        ImmutableSortedDictionary<string, string> tags,
        CancellationToken cancel
    ) =>
        Call(
            "TagResource",
            w =>
            {
                w.WriteString("ResourceId", resourceId);
                w.WriteTags(tags);
            },
            cancel
        );

    private Task<JsonElement> Attachment(
        string operation,
        string policyId,
        string targetId,
        CancellationToken cancel
    ) =>
        Call(
            operation,
            w =>
            {
                w.WriteString("PolicyId", policyId);
                w.WriteString("TargetId", targetId);
            },
            cancel
        );

    private Task<JsonElement> Call(string operation, Action<Utf8JsonWriter> write, CancellationToken cancel) =>
        Call(operation, write, answer => answer, cancel);

    /// <param name="operation">As the API names it.</param>
    /// <param name="write">The members of the request; null for none.</param>
    /// <param name="read">What it throws says that the answer is not one of AWS, and becomes an <see cref="AwsException"/>.</param>
    /// <param name="cancel">Ends the call.</param>
    private async Task<T> Call<T>(
        string operation,
        Action<Utf8JsonWriter>? write,
        Func<JsonElement, T> read,
        CancellationToken cancel
    ) =>
        await rates.Run(
            operation,
            () =>
                AwsCalls.Run(
                    $"organizations:{operation}",
                    async () => read(await client.Call(operation, write, cancel)),
                    cancel
                ),
            cancel
        );

    /// <param name="Operation">As the API names it.</param>
    /// <param name="Member">Of the answer that holds the list.</param>
    /// <param name="Read">Is told how many elements there are so far.</param>
    private sealed record List(string Operation, string Member, IProgress<int>? Read = null);

    /// <summary>All elements of a list. A page may be empty and still not be the last.</summary>
    private async Task<ImmutableArray<T>> Pages<T>(
        List list,
        Action<Utf8JsonWriter>? write,
        Func<JsonElement, T> element,
        CancellationToken cancel
    )
    {
        var found = ImmutableArray.CreateBuilder<T>();
        for (string? token = null; ; )
        {
            var next = token;
            token = await Call(
                list.Operation,
                w =>
                {
                    write?.Invoke(w);
                    if (next is not null)
                        w.WriteString("NextToken", next);
                },
                page =>
                {
                    found.AddRange(page.GetProperty(list.Member).EnumerateArray().Select(element));
                    return page.Text("NextToken");
                },
                cancel
            );
            list.Read?.Report(found.Count);
            if (token.Length == 0)
                return found.DrainToImmutable();
        }
    }

    /// <summary>Of a list that has one element always.</summary>
    private async Task<T> First<T>(
        List list,
        Action<Utf8JsonWriter>? write,
        Func<JsonElement, T> element,
        CancellationToken cancel
    )
    {
        var found = await Pages(list, write, element, cancel);
        return await AwsCalls.Run($"organizations:{list.Operation}", () => Task.FromResult(found.First()), cancel);
    }

    private static OrganizationDetails Organization(JsonElement found) =>
        new(found.Text("Id"), AccountId.Parse(found.Text("MasterAccountId")), found.Text("FeatureSet") == "ALL");

    private static RootDetails Root(JsonElement root)
    {
        var enabled = root.GetProperty("PolicyTypes")
            .EnumerateArray()
            .Where(t => t.Text("Status") == "ENABLED")
            .Select(t => OrganizationPolicyTypes.FromName(t.Text("Type")))
            .OfType<OrganizationPolicyType>();
        return new RootDetails(root.Text("Id"), [.. enabled]);
    }

    private static OrganizationPolicy Policy(JsonElement policy)
    {
        var summary = Summary(policy.GetProperty("PolicySummary"), OrganizationPolicyType.ServiceControlPolicy);
        return new OrganizationPolicy(summary.Id, summary.Name, summary.Type, policy.Text("Content"))
        {
            Description = summary.Description,
            AwsManaged = summary.AwsManaged,
        };
    }

    private static PolicySummary Summary(JsonElement summary, OrganizationPolicyType fallback) =>
        new(
            summary.Text("Id"),
            summary.Text("Name"),
            summary.Text("Description"),
            OrganizationPolicyTypes.FromName(summary.Text("Type")) ?? fallback,
            summary.TryGetProperty("AwsManaged", out var managed) && managed.GetBoolean()
        );

    private static OrganizationAccount Account(JsonElement account, string parent) =>
        new(AccountId.Parse(account.Text("Id")), account.Text("Name"), parent)
        {
            Email = account.Text("Email"),
            // `State` is newer than `Status`.
            State =
                AccountStates.FromName(account.Text("State"))
                ?? AccountStates.FromName(account.Text("Status"))
                ?? AccountState.Active,
        };

    /// <summary>The last but one step of a path `o-…/r-…/ou-…/ACCOUNT/`; empty when the answer holds no path.</summary>
    private static string ParentOf(JsonElement account) =>
        account.TryGetProperty("Paths", out var paths)
        && paths.ValueKind == JsonValueKind.Array
        && paths.GetArrayLength() > 0
        && paths[0].GetString()?.Trim('/').Split('/') is { Length: > 2 } steps
            ? steps[^2]
            : "";
}
