namespace AmiGovernance.Sandbox.Hosting;

/// <summary>
/// Token buckets as AWS documents them: for EC2 per account and Region (EC2 developer guide, "Request throttling"), for
/// Organizations per account ("Quotas for AWS Organizations").
/// </summary>
public sealed class Throttle
{
    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> buckets = new(StringComparer.Ordinal);

    /// <summary>Calls that found no token; tests look at it.</summary>
    public long Refused { get; private set; }

    public bool Take(string service, string operation, string account, string region, DateTimeOffset now)
    {
        var (name, capacity, refill) = Bucket(service, operation);
        var key = service == "ec2" ? $"{name}/{account}/{region}" : $"{service}/{name}/{account}";
        var (tokens, at) = buckets.TryGetValue(key, out var known) ? known : (capacity, now);
        tokens = Math.Min(capacity, tokens + Math.Max(0, (now - at).TotalSeconds) * refill);
        var taken = tokens >= 1;
        if (!taken) Refused++;
        buckets[key] = (taken ? tokens - 1 : tokens, now);
        return taken;
    }

    private static (string Name, double Capacity, double RefillPerSecond) Bucket(string service, string operation) => (service, operation) switch
    {
        ("ec2", "ModifyImageAttribute" or "DeregisterImage" or "RunInstances" or "TerminateInstances") => (operation, operation == "RunInstances" ? 5 : 100, operation == "RunInstances" ? 2 : 5),
        ("ec2", "CopyImage") => (operation, 100, 1),
        ("ec2", "EnableImageBlockPublicAccess" or "DisableImageBlockPublicAccess") => (operation, 1, 0.1),
        ("ec2", _) when operation.StartsWith("Describe", StringComparison.Ordinal) || operation.StartsWith("Get", StringComparison.Ordinal) => ("read", 100, 20),
        ("ec2", _) => ("write", 50, 5),
        ("organizations", "DescribeOrganization" or "ListRoots" or "EnableAWSServiceAccess") => (operation, 2, 1),
        ("organizations", "EnablePolicyType" or "DisablePolicyType") => ("EnablePolicyType", 1, 1),
        ("organizations", "DescribePolicy") => (operation, 2, 2),
        ("organizations", "CreatePolicy" or "DeletePolicy" or "AttachPolicy" or "DetachPolicy") => ("CreatePolicy", 3, 2),
        ("organizations", "UpdatePolicy") => (operation, 3, 2),
        ("organizations", "ListAccounts") => (operation, 12, 8),
        ("organizations", "ListTagsForResource") => (operation, 15, 10),
        ("organizations", "ListChildren") => (operation, 10, 6),
        ("organizations", "TagResource" or "UntagResource") => ("TagResource", 6, 4),
        ("organizations", _) => (operation, 8, 5),
        ("cloudtrail", "LookupEvents") => (operation, 2, 2),
        _ => (operation, 500, 500),
    };
}
