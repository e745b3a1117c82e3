using System.Collections.Concurrent;
using AmiGovernance.Aws.Session;

namespace AmiGovernance.Aws.Organizations;

/// <summary>
/// The rates of the Organizations API for an account, in calls a second and burst (Organizations user guide, "Quotas and service
/// limits", "API throttling limits"). Operations on one line share a bucket.
/// </summary>
internal sealed class OrganizationsRates(TimeProvider time)
{
    private static readonly (double PerSecond, int Burst, string[] Operations)[] Limits =
    [
        (1, 2, ["DescribeOrganization"]),
        (1, 2, ["ListRoots"]),
        (1, 1, ["EnablePolicyType", "DisablePolicyType"]),
        (5, 8, ["ListPolicies"]),
        (5, 8, ["ListPoliciesForTarget"]),
        (5, 8, ["ListTargetsForPolicy"]),
        (2, 2, ["DescribePolicy"]),
        (2, 3, ["CreatePolicy", "DeletePolicy", "AttachPolicy", "DetachPolicy"]),
        (2, 3, ["UpdatePolicy"]),
        (8, 12, ["ListAccounts"]),
        (5, 8, ["ListParents"]),
        (5, 8, ["ListAccountsForParent"]),
        (5, 8, ["ListOrganizationalUnitsForParent"]),
        (4, 6, ["TagResource"]),
        (10, 15, ["ListTagsForResource"]),
        (1, 2, ["EnableAWSServiceAccess"]),
    ];

    private readonly ConcurrentDictionary<string, RateLimiter> limiters = new(StringComparer.Ordinal);

    /// <summary>Makes the call when its turn has come; operations without a published rate do not wait.</summary>
    public Task<T> Run<T>(string operation, Func<Task<T>> call, CancellationToken cancel)
    {
        var limit = Limits.FirstOrDefault(l => l.Operations.Contains(operation));
        return limit.Operations is null
            ? call()
            : limiters
                .GetOrAdd(limit.Operations[0], _ => new RateLimiter(limit.PerSecond, limit.Burst, time))
                .Run(call, cancel);
    }
}
