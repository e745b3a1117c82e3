namespace AmiGovernance.Core.Features.Decisions;

/// <param name="Decision">
/// `allowed`, `explicitDeny`, `implicitDeny`, `depends`, `unknown`, or `error` when the row is no call.
/// </param>
/// <param name="Layer">`service_control_policy` or `declarative_policy` where one denied, else empty.</param>
/// <param name="Statement">The statement that denied; what it depends on, apart by spaces; or for an error what is wrong.</param>
public sealed record SimulatedCall(string Decision, string Layer, string Statement)
{
    public bool IsError => Decision == ErrorWord;

    public bool IsDenied => Decision is "explicitDeny" or "implicitDeny";

    /// <summary>Depends on what the row does not say.</summary>
    public bool IsOpen => Decision is "depends" or "unknown";

    private const string ErrorWord = "error";

    /// <summary>For a row that is no call.</summary>
    public static SimulatedCall Error(string problem) => new(ErrorWord, "", problem);
}
