using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>What a bucket of tokens holds at most, and what comes back each second.</summary>
internal readonly record struct RequestRate(double Capacity, double Refill);

/// <summary>
/// The rate limit of a call as AWS documents it: for EC2 per account and Region (EC2 developer guide, "Request throttling for the
/// Amazon EC2 API"), for Organizations per account and per organization ("Quotas for AWS Organizations"), for LookupEvents per account
/// and Region (CloudTrail API reference).
/// </summary>
/// <param name="Name">The calls of one name share a bucket.</param>
/// <param name="Rate">Of an account.</param>
internal sealed record RequestBudget(string Name, RequestRate Rate)
{
    /// <summary>Of all accounts of an organization together; null where there is no such limit.</summary>
    public RequestRate? OfOrganization { get; init; }

    public bool IsRegional { get; init; }

    private static readonly RequestBudget PolicyTypes = new("EnablePolicyType", new(1, 1));
    private static readonly RequestBudget PolicyChanges = new("CreatePolicy", new(3, 2));
    private static readonly RequestBudget TagChanges = new("TagResource", new(6, 4));

    private static readonly Dictionary<string, RequestBudget> Organizations = new(StringComparer.Ordinal)
    {
        ["AttachPolicy"] = PolicyChanges,
        ["CreatePolicy"] = PolicyChanges,
        ["DeletePolicy"] = PolicyChanges,
        ["DescribeOrganization"] = new("DescribeOrganization", new(2, 1)),
        ["DescribePolicy"] = new("DescribePolicy", new(2, 2)) { OfOrganization = new(3, 2) },
        ["DetachPolicy"] = PolicyChanges,
        ["DisableAWSServiceAccess"] = new("DisableAWSServiceAccess", new(2, 1)),
        ["DisablePolicyType"] = PolicyTypes,
        ["EnableAWSServiceAccess"] = new("EnableAWSServiceAccess", new(2, 1)),
        ["EnablePolicyType"] = PolicyTypes,
        ["ListAccounts"] = new("ListAccounts", new(12, 8)) { OfOrganization = new(15, 9) },
        ["ListChildren"] = new("ListChildren", new(10, 6)) { OfOrganization = new(12, 7) },
        ["ListRoots"] = new("ListRoots", new(2, 1)) { OfOrganization = new(3, 1) },
        ["ListTagsForResource"] = new("ListTagsForResource", new(15, 10)),
        ["TagResource"] = TagChanges,
        ["UntagResource"] = TagChanges,
        ["UpdatePolicy"] = new("UpdatePolicy", new(3, 2)),
    };

    private static readonly Dictionary<string, RequestRate> Ec2 = new(StringComparer.Ordinal)
    {
        ["CopyImage"] = new(100, 1),
        ["DeregisterImage"] = new(100, 5),
        ["DisableImageBlockPublicAccess"] = new(1, 0.1),
        ["EnableImageBlockPublicAccess"] = new(1, 0.1),
        ["ModifyImageAttribute"] = new(100, 5),
        ["RunInstances"] = new(5, 2),
        ["StartDeclarativePoliciesReport"] = new(1, 1),
        ["TerminateInstances"] = new(100, 5),
    };

    private static readonly RequestBudget Unfiltered = new("unfiltered", new(50, 10)) { IsRegional = true };
    private static readonly RequestBudget Read = new("read", new(100, 20)) { IsRegional = true };
    private static readonly RequestBudget Write = new("write", new(50, 5)) { IsRegional = true };

    /// <summary>Calls that AWS allows less of when they ask for all there is.</summary>
    private static readonly string[] DearWithoutFilter =
    [
        "DescribeInstances",
        "DescribeSnapshots",
        "DescribeInstanceImageMetadata",
    ];

    public static RequestBudget Of(SandboxCall call) =>
        call.Service switch
        {
            "ec2" => OfEc2(call),
            "organizations" => OfOrganizations(call.Operation),
            "cloudtrail" => new RequestBudget(call.Operation, new(2, 2)) { IsRegional = true },
            // Not documented, or far above what we do.
            _ => new RequestBudget(call.Service, new(1000, 500)) { IsRegional = true },
        };

    private static RequestBudget OfOrganizations(string operation) =>
        Organizations.GetValueOrDefault(operation)
        ?? new RequestBudget(operation, new(8, 5)) { OfOrganization = new(10, 6) };

    private static RequestBudget OfEc2(SandboxCall call)
    {
        var operation = call.Operation;
        if (Ec2.TryGetValue(operation, out var rate))
            return new RequestBudget(operation, rate) { IsRegional = true };
        if (DearWithoutFilter.Contains(operation) && AsksForAll(call.Input))
            return Unfiltered;
        var isRead =
            operation.StartsWith("Describe", StringComparison.Ordinal)
            || operation.StartsWith("Get", StringComparison.Ordinal);
        return isRead ? Read : Write;
    }

    private static bool AsksForAll(CallInput input) =>
        !input.Has("Filter") && !input.Has("MaxResults") && !input.Has("InstanceId");
}
