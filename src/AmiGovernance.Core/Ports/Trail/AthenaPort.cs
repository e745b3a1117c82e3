namespace AmiGovernance.Core.Ports.Trail;

/// <summary>What a workgroup fixes (Athena API reference, "WorkGroupConfiguration").</summary>
/// <param name="Cutoff">Bytes at which Athena itself cancels a query; null for no limit.</param>
/// <param name="HasOutput">Whether results have a place, so that a query need not name one.</param>
public sealed record AthenaWorkGroup(string Name, long? Cutoff, bool HasOutput);

/// <param name="Token">The same token starts the same query once, however often it is sent; 32 to 128 characters.</param>
/// <param name="Output">Where results go, `s3://…`; null for the workgroup's place.</param>
public sealed record AthenaStatement(string Text, string Database, string WorkGroup, string? Output, string Token);

public enum AthenaState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

/// <param name="Reason">Why it failed or was cancelled; empty when Athena says nothing.</param>
/// <param name="Scanned">In bytes, as they are stored; what is paid for.</param>
public sealed record AthenaExecution(AthenaState State, string Reason, bool IsRetryable, long Scanned);

/// <summary>Amazon Athena. Calls throw <see cref="AwsException"/>.</summary>
public interface IAthena
{
    Task<AthenaWorkGroup> GetWorkGroup(string name, CancellationToken cancel);

    /// <summary>The id of the execution.</summary>
    Task<string> StartQueryExecution(AthenaStatement statement, CancellationToken cancel);

    Task<AthenaExecution> GetQueryExecution(string id, CancellationToken cancel);

    /// <summary>All pages; the first row has the names of the columns. Null values are empty text.</summary>
    IAsyncEnumerable<IReadOnlyList<string>> GetQueryResults(string id, CancellationToken cancel);

    Task StopQueryExecution(string id, CancellationToken cancel);
}
