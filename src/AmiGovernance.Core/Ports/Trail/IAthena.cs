namespace AmiGovernance.Core.Ports.Trail;

/// <summary>
/// Amazon Athena, in the Region and with the credentials of the caller. Every method throws <see cref="AwsException"/> when AWS refuses or
/// does not answer.
/// </summary>
public interface IAthena
{
    /// <param name="name">Of the workgroup.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<AthenaWorkGroup> GetWorkGroup(string name, CancellationToken cancel);

    /// <summary>The properties of a table, such as `projection.region.values`.</summary>
    /// <param name="database">In AWS's own catalog.</param>
    /// <param name="name">Of the table.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<IReadOnlyDictionary<string, string>> GetTableMetadata(string database, string name, CancellationToken cancel);

    /// <summary>Starts a query and does not wait for it; the id of the execution.</summary>
    /// <param name="statement">What to run, and where.</param>
    /// <param name="cancel">Ends the call, not the query.</param>
    Task<string> StartQueryExecution(AthenaStatement statement, CancellationToken cancel);

    /// <param name="id">Of the execution.</param>
    /// <param name="cancel">Ends the call, not the query.</param>
    Task<AthenaExecution> GetQueryExecution(string id, CancellationToken cancel);

    /// <summary>All pages; the first row has the names of the columns. Null values are empty text.</summary>
    /// <param name="id">Of an execution that succeeded.</param>
    /// <param name="cancel">Ends the reading.</param>
    IAsyncEnumerable<IReadOnlyList<string>> GetQueryResults(string id, CancellationToken cancel);

    /// <param name="id">Of the execution.</param>
    /// <param name="cancel">Ends the call.</param>
    Task StopQueryExecution(string id, CancellationToken cancel);
}
