namespace AmiGovernance.Core.Ports;

/// <summary>No answer came: no connection, no trust in the certificate, or it took too long.</summary>
public sealed class HttpFailureException(string message, Exception inner) : Exception(message, inner)
{
    public bool TimedOut { get; init; }
}
