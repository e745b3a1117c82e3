using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// Retries beyond the SDK's: a run over millions of objects must outlast a time in which S3 answers `SlowDown` (S3 user guide,
/// "Best practices design patterns: optimizing Amazon S3 performance"), and LookupEvents shares its rate with everybody in the account.
/// </summary>
internal sealed class RetryPolicy(TimeProvider time)
{
    /// <summary>Of one call, without any answer in between.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Throws the <see cref="AwsException"/> of the last attempt.</summary>
    /// <param name="operation">The IAM action of the call, such as `s3:GetObject`.</param>
    /// <param name="call">Made anew for each attempt.</param>
    public async Task<T> Run<T>(string operation, CallPlace place, Func<Task<T>> call, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AwsCalls.Run(operation, place, call, cancel);
            }
            catch (AwsException e) when (IsTransient(e.Failure) && attempt < MaxAttempts)
            {
                await Delay(attempt, cancel);
            }
        }
    }

    /// <summary>1, 2, 4 and 8 seconds: long enough for a load to pass.</summary>
    /// <param name="failures">Attempts that have failed so far.</param>
    public Task Delay(int failures, CancellationToken cancel) =>
        Task.Delay(TimeSpan.FromSeconds(1 << (failures - 1)), time, cancel);

    private static bool IsTransient(AwsFailure failure) =>
        failure.Code switch
        {
            AwsFailure.RequestFailed or "RequestTimeout" => true,
            "SlowDown" or "ThrottlingException" => true,
            "InternalError" or "ServiceUnavailable" => true,
            "Http500" or "Http502" or "Http503" or "Http504" => true,
            _ => false,
        };
}
