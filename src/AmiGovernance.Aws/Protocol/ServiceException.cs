using System.Net;
using Amazon.Runtime;

namespace AmiGovernance.Aws.Protocol;

/// <summary>An error of a service that this project speaks to itself.</summary>
internal sealed class ServiceException(string message, string code, string requestId, HttpStatusCode status)
    : AmazonServiceException(
        message,
        status >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender,
        code,
        requestId,
        status
    )
{
    /// <summary>The finer reason that Organizations gives, such as `POLICY_NUMBER_LIMIT_EXCEEDED`.</summary>
    public string? Reason { get; init; }

    /// <summary>Organizations API reference: another change is under way; the call can be made again. The SDK does not know that.</summary>
    public override RetryableDetails? Retryable =>
        ErrorCode is "ConcurrentModificationException" or "PolicyChangesInProgressException"
            ? new RetryableDetails(false)
            : null;
}
