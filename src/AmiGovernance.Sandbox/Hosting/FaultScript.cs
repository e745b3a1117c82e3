namespace AmiGovernance.Sandbox.Hosting;

public enum FaultKind
{
    /// <summary>The call is refused with an error of AWS and not done.</summary>
    Error,

    /// <summary>The call waits first.</summary>
    Delay,

    /// <summary>The connection ends before the call is done.</summary>
    Drop,

    /// <summary>The call is done, and the connection ends before the answer.</summary>
    LoseAnswer,

    /// <summary>The call is done, and the connection ends in the middle of the answer.</summary>
    CutAnswer,

    /// <summary>A kill point before the call: it is never done, and never answered; the caller can be killed while it waits.</summary>
    Hold,

    /// <summary>A kill point after the call: it is done, and never answered.</summary>
    HoldAnswer,
}

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

    /// <summary>Null for any Region.</summary>
    public string? Region { get; init; }
}

/// <summary>Decides what goes wrong with a call. The same seed and the same calls give the same faults.</summary>
public sealed class FaultScript(int seed = 1)
{
    private readonly Random random = new(seed);
    private readonly List<(Fault Fault, int Seen, int Happened)> faults = [];
    private readonly Lock gate = new();

    /// <summary>With how often each happened.</summary>
    public IReadOnlyList<(Fault Fault, int Happened)> All
    {
        get
        {
            lock (gate)
                return [.. faults.Select(f => (f.Fault, f.Happened))];
        }
    }

    public void Add(Fault fault)
    {
        lock (gate)
            faults.Add((fault, 0, 0));
    }

    public void Clear()
    {
        lock (gate)
            faults.Clear();
    }

    /// <param name="account">Null when the caller is not known.</param>
    public Fault? For(string service, string operation, string? account, string region)
    {
        lock (gate)
        {
            for (var i = 0; i < faults.Count; i++)
            {
                var (fault, seen, happened) = faults[i];
                if (
                    (fault.Service ?? service) != service
                    || !Matches(fault.Operation, operation)
                    || (fault.Account ?? account) != account
                    || (fault.Region ?? region) != region
                )
                    continue;
                var now =
                    seen >= fault.Skip
                    && (fault.Times is not { } most || happened < most)
                    && random.NextDouble() < fault.Probability;
                faults[i] = (fault, seen + 1, happened + (now ? 1 : 0));
                if (now)
                    return fault;
            }
            return null;
        }
    }

    private static bool Matches(string? pattern, string operation) =>
        pattern is null
        || (
            pattern.EndsWith('*') ? operation.StartsWith(pattern[..^1], StringComparison.Ordinal) : operation == pattern
        );
}
