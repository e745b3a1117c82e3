namespace AmiGovernance.Core.Ports.Trail;

/// <summary>A server that answers SQL.</summary>
public interface IQueryServer
{
    /// <summary>The rows as they come, all values as text.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="cancel">Ends the reading; the server may go on for a while.</param>
    /// <exception cref="QueryFailureException">It refuses, breaks off, or cannot be reached.</exception>
    IAsyncEnumerable<IReadOnlyList<string>> Query(string sql, CancellationToken cancel);
}
