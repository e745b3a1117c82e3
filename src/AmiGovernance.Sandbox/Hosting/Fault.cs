namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Something that goes wrong.</summary>
/// <param name="Service">Null for any.</param>
/// <param name="Operation">Null for any; `Describe*` for all that begin so.</param>
public sealed record Fault(string? Service, string? Operation, FaultKind Kind)
{
    public string Code { get; init; } = "ServiceException";

    public int Status { get; init; } = 500;

    public string Message { get; init; } = "A fault of the sandbox's script.";

    public TimeSpan Delay { get; init; }

    /// <summary>0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>So many matching calls pass before it begins.</summary>
    public int Skip { get; init; }

    /// <summary>How often it happens; null for always.</summary>
    public int? Times { get; init; }

    /// <summary>Null for callers of any account.</summary>
    public string? Account { get; init; }

    /// <summary>As a request's signature names it; null for any.</summary>
    public string? Region { get; init; }

    internal bool Matches(FaultTarget target) =>
        IsAnyOr(Service, target.Service)
        && MatchesOperation(target.Operation)
        && IsAnyOr(Account, target.Account)
        && IsAnyOr(Region, target.Region);

    private static bool IsAnyOr(string? wanted, string? found) => wanted is null || wanted == found;

    private bool MatchesOperation(string operation)
    {
        if (Operation is null || Operation == operation)
            return true;
        return Operation.EndsWith('*') && operation.StartsWith(Operation[..^1], StringComparison.Ordinal);
    }
}

/// <summary>What is known of a request before it is read: text that nobody has checked.</summary>
/// <param name="Account">Null when the caller is not known.</param>
internal readonly record struct FaultTarget(string Service, string Operation, string? Account, string Region);
