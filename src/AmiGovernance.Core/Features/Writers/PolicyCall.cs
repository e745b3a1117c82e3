namespace AmiGovernance.Core.Features.Writers;

/// <summary>
/// A call that changed the policies of an organization, as CloudTrail recorded it (Organizations user guide, "Logging API calls with
/// AWS CloudTrail").
/// </summary>
/// <param name="Operation">Such as `DetachPolicy`.</param>
public sealed record PolicyCall(DateTimeOffset At, string Operation, PolicyCaller Caller)
{
    /// <summary>Empty where the call is about no single policy.</summary>
    public string PolicyId { get; init; } = "";

    /// <summary>The root, organizational unit or account; empty where the call names none.</summary>
    public string TargetId { get; init; } = "";

    /// <summary>The type that was switched on or off, or that was created; empty where the call names none.</summary>
    public string PolicyType { get; init; } = "";

    /// <summary>
    /// The document that was written. Null where the call wrote none, and where CloudTrail did not record it: it leaves out what makes
    /// a record too large (CloudTrail user guide, "CloudTrail record contents").
    /// </summary>
    public string? Content { get; init; }
}

/// <summary>Who made a recorded call, and with what (CloudTrail user guide, "CloudTrail userIdentity element").</summary>
/// <param name="Arn">Empty for calls of an AWS service.</param>
public sealed record PolicyCaller(string Arn)
{
    /// <summary>The name of the role; empty where it was none.</summary>
    public string Role { get; init; } = "";

    /// <summary>The service that made the call for somebody; empty where none did.</summary>
    public string Service { get; init; } = "";

    public string UserAgent { get; init; } = "";

    /// <summary>An IP address, or the name of an AWS service.</summary>
    public string Address { get; init; } = "";

    public string Name => Arn.Length > 0 ? Arn : ServiceName;

    private string ServiceName => Service.Length > 0 ? Service : "somebody whom the record does not name";

    /// <summary>The last part of the ARN: for a role the name of the session.</summary>
    public string Session => Role.Length > 0 ? Arn[(Arn.LastIndexOf('/') + 1)..] : "";

    /// <summary>The writer that this caller is; null when it is none that is known here.</summary>
    public WriterSign? Sign =>
        WriterSign.In(SignKind.UserAgent, UserAgent)
        ?? WriterSign.In(SignKind.Role, Role)
        ?? WriterSign.In(SignKind.Service, Service)
        ?? WriterSign.In(SignKind.Service, Address)
        ?? WriterSign.In(SignKind.Session, Session);
}
