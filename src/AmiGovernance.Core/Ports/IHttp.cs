namespace AmiGovernance.Core.Ports;

/// <summary>One call over HTTP. Redirects are not followed: a token must not go elsewhere.</summary>
public interface IHttp
{
    /// <summary>Sends a call and reads the whole answer, whatever its status.</summary>
    /// <exception cref="HttpFailureException">No answer came.</exception>
    /// <param name="call">What is sent, and where to.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    Task<HttpAnswer> Send(HttpCall call, CancellationToken cancel);
}
