using Amazon.Runtime;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Session;

/// <summary>The one place where the SDK's exceptions become <see cref="AwsException"/>.</summary>
public static class AwsCalls
{
    /// <param name="operation">The IAM action of the call, such as `ec2:DescribeImages`.</param>
    public static async Task<T> Run<T>(string operation, Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException e)
        {
            throw new AwsException(
                operation,
                e.ErrorCode is { Length: > 0 } code ? code : $"Http{(int)e.StatusCode}",
                e.Message,
                e.RequestId is { Length: > 0 } id ? id : null,
                e
            )
            {
                Reason = (e as ServiceException)?.Reason,
            };
        }
        catch (AmazonClientException e)
        {
            throw new AwsException(operation, AwsException.NoCredentials, WithAdvice(e.Message), null, e);
        }
        catch (Exception e)
            when (!cancel.IsCancellationRequested
                && e is HttpRequestException or IOException or TaskCanceledException or TimeoutException
            )
        {
            throw new AwsException(
                operation,
                AwsException.RequestFailed,
                e is TaskCanceledException or TimeoutException
                    ? "no answer came in time"
                    : e.InnerException?.Message ?? e.Message,
                null,
                e
            );
        }
    }

    /// <summary>The SDK says what it lacks, not what to do about it.</summary>
    private static string WithAdvice(string message) =>
        message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal)
            ? "no credentials were found in the environment, in a profile, or in the role of a container or instance. Give `--profile`, or set AWS_PROFILE or AWS_ACCESS_KEY_ID."
        : message.Contains("SSO", StringComparison.Ordinal) ? $"{message} Run `aws sso login` with the same profile."
        : message;
}
