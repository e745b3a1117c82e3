namespace AmiGovernance.Aws.Session;

/// <summary>
/// The request budgets of EC2 for an account in a Region, in calls a second and burst (EC2 developer guide, "Request throttling for
/// the Amazon EC2 API"). Operations of one name share a bucket.
/// </summary>
internal static class Ec2Rates
{
    /// <param name="operation">Such as `DescribeImages`, with or without `Request` behind it.</param>
    public static (string Name, double PerSecond, int Burst) Of(string operation)
    {
        var name = operation.EndsWith("Request", StringComparison.Ordinal) ? operation[..^"Request".Length] : operation;
        return name switch
        {
            "ModifyImageAttribute" or "DeregisterImage" => (name, 5, 100),
            "RunInstances" => (name, 2, 5),
            "CopyImage" => (name, 1, 100),
            "EnableImageBlockPublicAccess" or "DisableImageBlockPublicAccess" => (name, 0.1, 1),
            "StartDeclarativePoliciesReport" => (name, 1, 1),
            _ when name.StartsWith("Describe", StringComparison.Ordinal)
                    || name.StartsWith("Get", StringComparison.Ordinal)
                    || name.StartsWith("List", StringComparison.Ordinal) => ("read", 20, 100),
            _ => ("write", 5, 50),
        };
    }
}
