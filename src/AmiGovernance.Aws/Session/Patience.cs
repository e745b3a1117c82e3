using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// Patience beyond the SDK's: a run over millions of objects must outlast a time in which S3 answers `SlowDown` (S3 user guide,
/// "Best practices design patterns: optimizing Amazon S3 performance"), and look-ups share their rate with everybody in the account.
/// </summary>
internal static class Patience
{
    /// <summary>Of one call, without any answer in between.</summary>
    public const int Most = 5;

    public static async Task<T> Run<T>(
        string operation,
        Func<Task<T>> call,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        for (var failures = 0; ; )
        {
            try
            {
                return await AwsCalls.Run(operation, call, cancel);
            }
            catch (AwsException e) when (MayPass(e) && ++failures < Most)
            {
                await Pause(failures, time, cancel);
            }
        }
    }

    public static bool MayPass(AwsException failure) =>
        failure.Code
            is AwsFailure.RequestFailed
                or "SlowDown"
                or "ThrottlingException"
                or "InternalError"
                or "ServiceUnavailable"
                or "RequestTimeout"
                or "Http500"
                or "Http502"
                or "Http503"
                or "Http504";

    /// <summary>1, 2, 4 and 8 seconds: long enough for a load to pass.</summary>
    public static Task Pause(int failures, TimeProvider time, CancellationToken cancel) =>
        Task.Delay(TimeSpan.FromSeconds(1 << (failures - 1)), time, cancel);
}
