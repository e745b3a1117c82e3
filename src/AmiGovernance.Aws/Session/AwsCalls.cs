using System.Globalization;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Session;

/// <summary>Where a call goes.</summary>
/// <param name="Account">Null for the caller's own.</param>
/// <param name="Region">Null for services that have none.</param>
internal readonly record struct CallPlace(AccountId? Account, RegionName? Region)
{
    /// <summary>A service of the whole partition, called with the caller's own credentials.</summary>
    public static readonly CallPlace Partition = new(null, null);

    public static CallPlace Of(AccountId? account, string region) =>
        new(account, RegionName.TryParse(region, out var name) ? name : null);
}

/// <summary>The one place where the SDK's exceptions become <see cref="AwsException"/>.</summary>
internal static class AwsCalls
{
    public static Task<T> Run<T>(string operation, Func<Task<T>> call, CancellationToken cancel) =>
        Run(operation, CallPlace.Partition, call, cancel);

    /// <param name="operation">The IAM action of the call, such as `ec2:DescribeImages`.</param>
    public static async Task<T> Run<T>(string operation, CallPlace place, Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException e)
        {
            throw new AwsException(Failure(operation, place, e), e);
        }
        catch (AmazonClientException e)
        {
            throw new AwsException(NotMade(operation, place, AwsFailure.NoCredentials, WithAdvice(e.Message)), e);
        }
        catch (UnansweredException e)
        {
            throw new AwsException(Unanswered(operation, place, e), e);
        }
        catch (OtherServerException e)
        {
            throw new AwsException(NotByAws(operation, place, e.Address, e.Message, ""), e);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw new AwsException(NotMade(operation, place, AwsFailure.RequestFailed, Unreadable), e);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && UnansweredCalls.IsNoAnswer(e))
        {
            throw new AwsException(NotMade(operation, place, AwsFailure.RequestFailed, WhyNoAnswer(e)), e);
        }
    }

    private static AwsFailure Failure(string operation, CallPlace place, AmazonServiceException e)
    {
        var code = string.IsNullOrEmpty(e.ErrorCode) ? $"Http{(int)e.StatusCode}" : e.ErrorCode;
        return NotMade(operation, place, code, Said(e)) with
        {
            RequestId = string.IsNullOrEmpty(e.RequestId) ? null : e.RequestId,
            Reason = (e as ServiceException)?.Reason,
        };
    }

    /// <summary>
    /// What answers without an error of AWS is no AWS, or a proxy before it: its page is no message. The SDK's own clients quote it.
    /// </summary>
    private static string Said(AmazonServiceException e)
    {
        var isPage = e.Message.StartsWith("The service returned an error with HTTP Body:", StringComparison.Ordinal);
        return
            isPage
            || string.IsNullOrWhiteSpace(e.Message)
            || e.Message == string.Create(CultureInfo.InvariantCulture, $"Http{(int)e.StatusCode}")
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the server answered {(int)e.StatusCode} and no error of AWS"
            )
            : e.Message;
    }

    private static AwsFailure NotMade(string operation, CallPlace place, string code, string message) =>
        new()
        {
            Operation = operation,
            Code = code,
            Message = message,
            Account = place.Account,
            Region = place.Region,
        };

    private static AwsFailure Unanswered(string operation, CallPlace place, UnansweredException e) =>
        NotByAws(operation, place, e.Address, WhyNoAnswer(e.Cause), $" {Plural.Of(e.Attempts, "time")}");

    /// <summary>Names the address, how often it was asked, and the proxy before it.</summary>
    private static AwsFailure NotByAws(string operation, CallPlace place, Uri address, string why, string howOften)
    {
        var proxy = EnvironmentProxy.For(address);
        var through = proxy is null ? "" : $" through the proxy {proxy}";
        var message = $"{why}: {address} was asked{howOften}{through}";
        return NotMade(operation, place, AwsFailure.RequestFailed, message) with { Proxy = proxy };
    }

    private const string Unreadable = "the answer is not one of AWS: something else answers in its place";

    /// <summary>What readers of XML and JSON throw.</summary>
    private static bool IsUnreadable(Exception e) =>
        e is XmlException or JsonException or FormatException or KeyNotFoundException or InvalidOperationException
        && e is not ObjectDisposedException;

    internal static string WhyNoAnswer(Exception e) =>
        e is OperationCanceledException or TimeoutException
            ? "no answer came in time"
            : e.InnerException?.Message ?? e.Message;

    /// <summary>The SDK says what it lacks, not what to do about it.</summary>
    private static string WithAdvice(string message)
    {
        if (message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal))
            return "no credentials were found in the environment, in a profile, or in the role of a container or instance."
                + " Give `--profile`, or set AWS_PROFILE or AWS_ACCESS_KEY_ID.";
        return message.Contains("SSO", StringComparison.Ordinal)
            ? $"{message} Run `aws sso login` with the same profile."
            : message;
    }
}
