using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>
/// Token buckets as AWS documents them: for EC2 per account and Region (EC2 developer guide, "Request throttling for the Amazon
/// EC2 API"), for Organizations per account and per organization ("Quotas for AWS Organizations"), for LookupEvents per account
/// and Region (CloudTrail API reference). Time is that of the sandbox's clock.
/// </summary>
public sealed class Throttle
{
    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> buckets = new(StringComparer.Ordinal);

    /// <summary>Calls that found no token.</summary>
    public long Refused { get; private set; }

    /// <summary>What a bucket holds at most, what comes back each second, and who shares it.</summary>
    private readonly record struct Budget(string Name, double Capacity, double Refill)
    {
        /// <summary>Of all accounts of an organization together; 0 where there is no such limit.</summary>
        public (double Capacity, double Refill) Organization { get; init; }

        public bool IsRegional { get; init; }
    }

    /// <summary>Takes a token from each bucket that the call needs one of, or none.</summary>
    internal bool Take(SandboxCall call)
    {
        var budget = Of(call);
        var own = budget.IsRegional
            ? $"{call.Service}/{budget.Name}/{call.Account}/{call.Region}"
            : $"{call.Service}/{budget.Name}/{call.Account}";
        var shared = $"{call.Service}/{budget.Name}";
        var taken =
            Tokens(own, budget.Capacity, budget.Refill, call.Now) >= 1
            && (
                budget.Organization.Capacity == 0
                || Tokens(shared, budget.Organization.Capacity, budget.Organization.Refill, call.Now) >= 1
            );
        if (!taken)
        {
            Refused++;
            return false;
        }
        Spend(own);
        if (budget.Organization.Capacity > 0)
            Spend(shared);
        return true;
    }

    private double Tokens(string bucket, double capacity, double refill, DateTimeOffset now)
    {
        var (tokens, at) = buckets.TryGetValue(bucket, out var known) ? known : (capacity, now);
        tokens = Math.Min(capacity, tokens + (Math.Max(0, (now - at).TotalSeconds) * refill));
        buckets[bucket] = (tokens, now);
        return tokens;
    }

    private void Spend(string bucket) => buckets[bucket] = buckets[bucket] with { Tokens = buckets[bucket].Tokens - 1 };

    private static Budget Of(SandboxCall call) =>
        call.Service switch
        {
            "ec2" => Ec2(call) with { IsRegional = true },
            "organizations" => Organizations(call.Operation),
            "cloudtrail" => new Budget(call.Operation, 2, 2) { IsRegional = true },
            // Not documented, or far above what we do.
            _ => new Budget(call.Service, 1000, 500) { IsRegional = true },
        };

    private static Budget Ec2(SandboxCall call) =>
        call.Operation switch
        {
            "RunInstances" => new Budget("RunInstances", 5, 2),
            "ModifyImageAttribute" or "DeregisterImage" or "TerminateInstances" => new Budget(call.Operation, 100, 5),
            "CopyImage" => new Budget("CopyImage", 100, 1),
            "EnableImageBlockPublicAccess" or "DisableImageBlockPublicAccess" => new Budget(call.Operation, 1, 0.1),
            "StartDeclarativePoliciesReport" => new Budget(call.Operation, 1, 1),
            "DescribeInstances"
            or "DescribeSnapshots"
            or "DescribeInstanceImageMetadata"
                when call.Input.Filters.IsEmpty && !call.Input.Has("MaxResults") && !call.Input.Has("InstanceId") =>
                new Budget("unfiltered", 50, 10),
            _ when call.Operation.StartsWith("Describe", StringComparison.Ordinal)
                    || call.Operation.StartsWith("Get", StringComparison.Ordinal) => new Budget("read", 100, 20),
            _ => new Budget("write", 50, 5),
        };

    private static Budget Organizations(string operation) =>
        operation switch
        {
            "DescribeOrganization" or "EnableAWSServiceAccess" or "DisableAWSServiceAccess" => new Budget(
                operation,
                2,
                1
            ),
            "ListRoots" => new Budget(operation, 2, 1) { Organization = (3, 1) },
            "EnablePolicyType" or "DisablePolicyType" => new Budget("EnablePolicyType", 1, 1),
            "DescribePolicy" => new Budget(operation, 2, 2) { Organization = (3, 2) },
            "CreatePolicy" or "DeletePolicy" or "AttachPolicy" or "DetachPolicy" => new Budget("CreatePolicy", 3, 2),
            "UpdatePolicy" => new Budget(operation, 3, 2),
            "ListAccounts" => new Budget(operation, 12, 8) { Organization = (15, 9) },
            "ListChildren" => new Budget(operation, 10, 6) { Organization = (12, 7) },
            "ListTagsForResource" => new Budget(operation, 15, 10),
            "TagResource" or "UntagResource" => new Budget("TagResource", 6, 4),
            _ => new Budget(operation, 8, 5) { Organization = (10, 6) },
        };
}
