namespace AmiGovernance.Core.Ports.Trail;

/// <summary>
/// CloudWatch Logs Insights, in the Region and with the credentials of the caller. Every method throws <see cref="AwsException"/> when AWS
/// refuses or does not answer.
/// </summary>
public interface ILogsInsights
{
    /// <summary>Null when there is no such log group.</summary>
    /// <param name="name">Of the group.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<TrailLogGroup?> FindGroup(string name, CancellationToken cancel);

    /// <summary>Starts a query and does not wait for it; its id.</summary>
    /// <param name="query">What to run, and where.</param>
    /// <param name="cancel">Ends the call, not the query.</param>
    Task<string> StartQuery(LogsQuery query, CancellationToken cancel);

    /// <param name="id">Of the query.</param>
    /// <param name="cancel">Ends the call, not the query.</param>
    Task<LogsAnswer> GetQueryResults(string id, CancellationToken cancel);

    /// <param name="id">Of the query.</param>
    /// <param name="cancel">Ends the call.</param>
    Task StopQuery(string id, CancellationToken cancel);
}
