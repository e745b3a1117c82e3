namespace AmiGovernance.Core.Features.Decisions;

/// <param name="Decision">`allowed`, `explicitDeny`, `implicitDeny`, or `error` when the row is no call.</param>
/// <param name="Layer">`service_control_policy` or `declarative_policy` where one denied, else empty.</param>
/// <param name="Statement">The statement that denied, or for an error what is wrong.</param>
public sealed record SimulatedCall(string Decision, string Layer, string Statement)
{
    public bool IsError => Decision == ErrorWord;

    public bool IsDenied => Decision is not (ErrorWord or "allowed");

    private const string ErrorWord = "error";

    /// <summary>For a row that is no call.</summary>
    public static SimulatedCall Error(string problem) => new(ErrorWord, "", problem);
}
