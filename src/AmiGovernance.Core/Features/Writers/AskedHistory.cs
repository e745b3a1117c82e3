namespace AmiGovernance.Core.Features.Writers;

/// <summary>
/// Who changed policies, asked while something else is read: CloudTrail answers twice a second. What nobody waited for is given up.
/// </summary>
public sealed class AskedHistory(ReadPolicyHistory history, CancellationToken cancel) : IDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private Task<PolicyHistory>? asked;

    public void Begin() => _ = Answer();

    public Task<PolicyHistory> Answer() => asked ??= history.Run(ReadPolicyHistory.Changes, from: null, stop.Token);

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }
}
