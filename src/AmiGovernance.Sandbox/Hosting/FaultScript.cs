namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Decides what goes wrong with a call. The same seed and the same calls give the same faults.</summary>
public sealed class FaultScript(int seed = 1)
{
    private readonly Random random = new(seed);
    private readonly List<(Fault Fault, int Seen, int Happened)> faults = [];
    private readonly Lock gate = new();

    /// <summary>With how often each happened.</summary>
    internal IReadOnlyList<(Fault Fault, int Happened)> All
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

    internal void Clear()
    {
        lock (gate)
            faults.Clear();
    }

    /// <summary>The first that happens to a request; null when nothing goes wrong.</summary>
    internal Fault? For(FaultTarget target)
    {
        lock (gate)
        {
            for (var i = 0; i < faults.Count; i++)
                if (faults[i].Fault.Matches(target) && Happens(i))
                    return faults[i].Fault;
            return null;
        }
    }

    private bool Happens(int index)
    {
        var (fault, seen, happened) = faults[index];
        var isDue = seen >= fault.Skip && (fault.Times ?? int.MaxValue) > happened;
        var happens = isDue && random.NextDouble() < fault.Probability;
        faults[index] = (fault, seen + 1, happened + (happens ? 1 : 0));
        return happens;
    }
}
