namespace AmiGovernance.Core.Ports.Trail;

/// <summary>How far a query has come (Athena API reference, "QueryExecutionStatus").</summary>
public enum AthenaState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>A query that was started.</summary>
/// <param name="Reason">Why it failed or was cancelled; empty when Athena says nothing.</param>
/// <param name="IsRetryable">Whether Athena says that the same query may succeed another time.</param>
/// <param name="Scanned">In bytes, as they are stored; what is paid for.</param>
public sealed record AthenaExecution(AthenaState State, string Reason, bool IsRetryable, long Scanned)
{
    public bool IsUnderWay => State is AthenaState.Queued or AthenaState.Running;
}
