namespace AmiGovernance.Core.Ports;

/// <summary>The one exception for a call that AWS refused or that did not reach it.</summary>
public sealed class AwsException(AwsFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    public AwsException(
        string operation,
        string code,
        string message,
        string? requestId = null,
        Exception? inner = null
    )
        : this(
            new AwsFailure
            {
                Operation = operation,
                Code = code,
                Message = message,
                RequestId = requestId,
            },
            inner
        ) { }

    public AwsFailure Failure { get; } = failure;

    public string Operation => Failure.Operation;

    public string Code => Failure.Code;

    /// <summary>True when the caller lacks a permission, whichever way the service says so.</summary>
    public bool IsAccessDenied => Failure.Kind == AwsFailureKind.AccessDenied;
}
