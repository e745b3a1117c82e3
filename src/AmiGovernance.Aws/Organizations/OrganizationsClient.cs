using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Organizations;

/// <summary>AWS Organizations over its JSON protocol (Organizations API reference).</summary>
internal sealed class OrganizationsClient(JsonServiceClient client, TimeProvider time) : IOrganizations, IDisposable
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

    public async Task<OrganizationDetails> DescribeOrganization(CancellationToken cancel)
    {
        var found = (await Call("DescribeOrganization", null, cancel)).GetProperty("Organization");
        return new OrganizationDetails(
            found.Text("Id"),
            AccountId.Parse(found.Text("MasterAccountId")),
            found.Text("FeatureSet") == "ALL"
        );
    }

    public async Task<RootDetails> ListRoots(CancellationToken cancel)
    {
        // There is one root, but a page before it may be empty.
        var root = (await Pages("ListRoots", "Roots", null, cancel))[0];
        var enabled = root.GetProperty("PolicyTypes")
            .EnumerateArray()
            .Where(t => t.Text("Status") == "ENABLED")
            .Select(t => OrganizationPolicyTypes.FromName(t.Text("Type")))
            .OfType<OrganizationPolicyType>();
        return new RootDetails(root.Text("Id"), [.. enabled]);
    }

    public async Task<ImmutableArray<OrganizationAccount>> ListAccounts(CancellationToken cancel) =>
        [.. (await Pages("ListAccounts", "Accounts", null, cancel)).Select(a => Account(a, ParentOf(a)))];

    public async Task<ImmutableArray<OrganizationAccount>> ListAccounts(
        IProgress<int> read,
        CancellationToken cancel
    ) => [.. (await Pages("ListAccounts", "Accounts", null, cancel, read)).Select(a => Account(a, ParentOf(a)))];

    public async Task<ImmutableArray<OrganizationAccount>> ListAccountsForParent(
        string parentId,
        CancellationToken cancel
    ) =>
        [
            .. (
                await Pages("ListAccountsForParent", "Accounts", w => w.WriteString("ParentId", parentId), cancel)
            ).Select(a => Account(a, parentId)),
        ];

    public async Task<ImmutableArray<OrganizationalUnit>> ListOrganizationalUnitsForParent(
        string parentId,
        CancellationToken cancel
    ) =>
        [
            .. (
                await Pages(
                    "ListOrganizationalUnitsForParent",
                    "OrganizationalUnits",
                    w => w.WriteString("ParentId", parentId),
                    cancel
                )
            ).Select(u => new OrganizationalUnit(u.Text("Id"), u.Text("Name"), parentId)),
        ];

    public async Task<string> ListParents(string childId, CancellationToken cancel) =>
        (await Pages("ListParents", "Parents", w => w.WriteString("ChildId", childId), cancel))[0].Text("Id");

    public async Task<ImmutableArray<PolicySummary>> ListPolicies(
        OrganizationPolicyType type,
        CancellationToken cancel
    ) =>
        [
            .. (await Pages("ListPolicies", "Policies", w => w.WriteString("Filter", type.Name()), cancel)).Select(p =>
                Summary(p, type)
            ),
        ];

    public async Task<ImmutableArray<PolicySummary>> ListPoliciesForTarget(
        string targetId,
        OrganizationPolicyType type,
        CancellationToken cancel
    ) =>
        [
            .. (
                await Pages(
                    "ListPoliciesForTarget",
                    "Policies",
                    w =>
                    {
                        w.WriteString("TargetId", targetId);
                        w.WriteString("Filter", type.Name());
                    },
                    cancel
                )
            ).Select(p => Summary(p, type)),
        ];

    public async Task<ImmutableArray<string>> ListTargetsForPolicy(string policyId, CancellationToken cancel) =>
        [
            .. (
                await Pages("ListTargetsForPolicy", "Targets", w => w.WriteString("PolicyId", policyId), cancel)
            ).Select(t => t.Text("TargetId")),
        ];

    public async Task<OrganizationPolicy> DescribePolicy(string policyId, CancellationToken cancel)
    {
        var policy = (await Call("DescribePolicy", w => w.WriteString("PolicyId", policyId), cancel)).GetProperty(
            "Policy"
        );
        var summary = Summary(policy.GetProperty("PolicySummary"), OrganizationPolicyType.ServiceControlPolicy);
        return new OrganizationPolicy(summary.Id, summary.Name, summary.Type, policy.Text("Content"))
        {
            Description = summary.Description,
            AwsManaged = summary.AwsManaged,
        };
    }

    public async Task<ImmutableSortedDictionary<string, string>> ListTagsForResource(
        string resourceId,
        CancellationToken cancel
    ) =>
        OrganizationPolicy.NoTags.SetItems(
            (await Pages("ListTagsForResource", "Tags", w => w.WriteString("ResourceId", resourceId), cancel)).Select(
                t => KeyValuePair.Create(t.Text("Key"), t.Text("Value"))
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
            var answer = await Call(
                "DescribeEffectivePolicy",
                w =>
                {
                    w.WriteString("PolicyType", type.Name());
                    w.WriteString("TargetId", account.Value);
                },
                cancel
            );
            return answer.GetProperty("EffectivePolicy").Text("PolicyContent");
        }
        catch (AwsException e) when (e.Code == "EffectivePolicyNotFoundException")
        {
            return null;
        }
    }

    public async Task<ImmutableArray<AccountId>> ListAccountsWithInvalidEffectivePolicy(
        OrganizationPolicyType type,
        CancellationToken cancel
    ) =>
        [
            .. (
                await Pages(
                    "ListAccountsWithInvalidEffectivePolicy",
                    "Accounts",
                    w => w.WriteString("PolicyType", type.Name()),
                    cancel
                )
            ).Select(a => AccountId.Parse(a.Text("Id"))),
        ];

    public async Task<ImmutableArray<string>> ListAWSServiceAccessForOrganization(CancellationToken cancel) =>
        [
            .. (await Pages("ListAWSServiceAccessForOrganization", "EnabledServicePrincipals", null, cancel)).Select(
                s => s.Text("ServicePrincipal")
            ),
        ];

    public async Task<ImmutableArray<AccountId>> ListDelegatedAdministrators(
        string servicePrincipal,
        CancellationToken cancel
    ) =>
        [
            .. (
                await Pages(
                    "ListDelegatedAdministrators",
                    "DelegatedAdministrators",
                    w => w.WriteString("ServicePrincipal", servicePrincipal),
                    cancel
                )
            ).Select(a => AccountId.Parse(a.Text("Id"))),
        ];

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

    public async Task<string> CreatePolicy(OrganizationPolicy policy, CancellationToken cancel)
    {
        var created = await Call(
            "CreatePolicy",
            w =>
            {
                w.WriteString("Name", policy.Name);
                w.WriteString("Type", policy.Type.Name());
                w.WriteString("Description", policy.Description);
                w.WriteString("Content", policy.Content);
                w.WriteTags(policy.Tags);
            },
            cancel
        );
        return created.GetProperty("Policy").GetProperty("PolicySummary").Text("Id");
    }

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

    private async Task<JsonElement> Call(string operation, Action<Utf8JsonWriter>? write, CancellationToken cancel)
    {
        await rates.Wait(operation, cancel);
        return await AwsCalls.Run($"organizations:{operation}", () => client.Call(operation, write, cancel), cancel);
    }

    /// <summary>All elements of a list. A page may be empty and still not be the last.</summary>
    private async Task<List<JsonElement>> Pages(
        string operation,
        string list,
        Action<Utf8JsonWriter>? write,
        CancellationToken cancel,
        IProgress<int>? read = null
    )
    {
        var found = new List<JsonElement>();
        for (string? token = null; ; )
        {
            var next = token;
            var page = await Call(
                operation,
                w =>
                {
                    write?.Invoke(w);
                    if (next is not null)
                        w.WriteString("NextToken", next);
                },
                cancel
            );
            found.AddRange(page.GetProperty(list).EnumerateArray());
            read?.Report(found.Count);
            token = page.TryGetProperty("NextToken", out var more) ? more.GetString() : null;
            if (string.IsNullOrEmpty(token))
                return found;
        }
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
