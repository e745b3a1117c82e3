using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <summary>The one exception for a call that AWS refused or that did not reach it.</summary>
/// <param name="operation">Such as `organizations:AttachPolicy`; the IAM action of the same name is needed for it.</param>
/// <param name="code">AWS's error code, or one of the two below.</param>
public sealed class AwsException(
    string operation,
    string code,
    string message,
    string? requestId,
    Exception? inner = null
) : Exception(message, inner)
{
    /// <summary>No answer came: the network, or a time-out.</summary>
    public const string RequestFailed = "RequestFailed";

    /// <summary>The call was not made, for there are no usable credentials or no Region.</summary>
    public const string NoCredentials = "NoCredentials";

    public string Operation { get; } = operation;

    public string Code { get; } = code;

    /// <summary>What AWS support asks for; null when no answer came.</summary>
    public string? RequestId { get; } = requestId;

    /// <summary>AWS's finer reason, such as `POLICY_NUMBER_LIMIT_EXCEEDED`; null when it gives none.</summary>
    public string? Reason { get; init; }

    /// <summary>Operation, code and message in one line, the same for the same cause, so that gaps can be counted by it.</summary>
    public string Summary =>
        $"{Operation}: {Code}: {Visible.Text(Message.Split(" Encoded authorization failure message:")[0])}";

    /// <summary>True when the caller lacks a permission, whichever way the service says so.</summary>
    public bool IsAccessDenied =>
        Code
            is "AccessDeniedException"
                or "AccessDenied"
                or "UnauthorizedOperation"
                or "AuthFailure"
                or "AuthorizationError";
}
