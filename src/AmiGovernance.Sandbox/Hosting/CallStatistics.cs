namespace AmiGovernance.Sandbox.Hosting;

/// <summary>How often each operation was called. Counted under the gate of the world.</summary>
internal sealed class CallStatistics
{
    private readonly Dictionary<(string Service, string Operation), long> counts = [];

    public void Count(string service, string operation) => counts[(service, operation)] = Of(service, operation) + 1;

    public long Of(string service, string operation) => counts.GetValueOrDefault((service, operation));

    public IEnumerable<(string Service, string Operation, long Calls)> All =>
        counts.OrderBy(c => c.Key).Select(c => (c.Key.Service, c.Key.Operation, c.Value));
}
