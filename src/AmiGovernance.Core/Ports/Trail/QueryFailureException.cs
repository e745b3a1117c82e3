namespace AmiGovernance.Core.Ports.Trail;

/// <summary>
/// An engine refused a query, broke off its answer, or could not be reached. The message is what it said.
/// </summary>
public sealed class QueryFailureException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether we stopped it, for what it would cost.</summary>
    public bool IsStopped { get; init; }
}
