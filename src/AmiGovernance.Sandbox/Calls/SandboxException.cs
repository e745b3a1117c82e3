namespace AmiGovernance.Sandbox.Calls;

/// <summary>An answer with an AWS error code; the protocol in use gives it its form.</summary>
/// <param name="code">As the service model spells it.</param>
/// <param name="status">The HTTP status.</param>
internal sealed class SandboxException(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>What AWS does, and the sandbox does not.</summary>
    public static SandboxException NotKnown(string what) =>
        new("UnsupportedOperation", $"The sandbox does not know {what}; see `amigov docs sandbox`");

    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>Whose fault it is, in the words of the query protocol.</summary>
    public string Fault => Status >= 500 ? "Receiver" : "Sender";

    /// <summary>Whether CloudTrail records the code of an EC2 call without saying whose fault it is.</summary>
    public bool IsPlain { get; init; }

    /// <summary>For Organizations: the finer reason of InvalidInput and ConstraintViolation.</summary>
    public string? Reason { get; init; }

    /// <summary>For Organizations: what was too much of in TooManyRequests.</summary>
    public string? Type { get; init; }
}
