using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>
/// Organizations API reference, "ConcurrentModificationException": a change of the organization that meets another one is refused.
/// </summary>
internal sealed class ChangeGate
{
    private int changes;

    /// <summary>Null for what changes nothing. To be left when the change is done.</summary>
    public IDisposable? Enter(SandboxRequest request)
    {
        if (request.Service != "organizations" || !request.IsChange)
            return null;
        var change = new Change(this);
        if (Interlocked.Increment(ref changes) == 1)
            return change;
        change.Dispose();
        throw new SandboxException(
            "ConcurrentModificationException",
            "The target of the operation is currently being modified by a different request. Try again later."
        );
    }

    private sealed class Change(ChangeGate gate) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref gate.changes);
    }
}
