namespace AmiGovernance.Sandbox.Calls;

/// <summary>One call, decoded from its protocol and authenticated, as every service receives it.</summary>
public sealed record SandboxCall
{
    /// <summary>As IAM names it: `ec2`, `organizations`, `sts`, `cloudtrail`, …</summary>
    public required string Service { get; init; }

    /// <summary>Such as `RunInstances`.</summary>
    public required string Operation { get; init; }

    /// <summary>The Region that the signature names.</summary>
    public required string Region { get; init; }

    public required CallerIdentity Caller { get; init; }

    /// <summary>By the sandbox's own clock, which can be moved.</summary>
    public required DateTimeOffset Now { get; init; }

    public required string RequestId { get; init; }

    public string SourceAddress { get; init; } = "127.0.0.1";

    public string UserAgent { get; init; } = "";
}

/// <param name="Arn">The role's or user's ARN, never that of a session.</param>
/// <param name="SessionArn">What GetCallerIdentity says: the assumed-role ARN for a session, else the same as <paramref name="Arn"/>.</param>
/// <param name="UserId">The unique id; for a session with `:` and its name.</param>
public sealed record CallerIdentity(string AccountId, string Arn, string SessionArn, string UserId)
{
    public bool IsServiceLinkedRole => Arn.Contains(":role/aws-service-role/", StringComparison.Ordinal);
}

/// <summary>An answer with an AWS error code; the protocol in use gives it its form.</summary>
/// <param name="code">Without the suffix that a protocol adds.</param>
/// <param name="status">The HTTP status.</param>
public sealed class SandboxException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>For Organizations: the finer reason of InvalidInput and ConstraintViolation.</summary>
    public string? Reason { get; init; }
}
