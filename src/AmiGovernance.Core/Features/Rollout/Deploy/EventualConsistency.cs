using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>Waits for what AWS shows to other calls after some seconds.</summary>
internal sealed class EventualConsistency(TimeProvider time)
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(8),
        TimeSpan.FromSeconds(15),
    ];

    /// <summary>Makes a call again while AWS refuses it with a code; what it answers in the end is the answer.</summary>
    public async Task Eventually(string code, Func<Task> call, CancellationToken cancel)
    {
        foreach (var wait in Waits)
        {
            try
            {
                await call();
                return;
            }
            catch (AwsException e) when (e.Code == code)
            {
                await Task.Delay(wait, time, cancel);
            }
        }
        await call();
    }

    /// <summary>Looks until nothing is missing; the last answer, which is null then.</summary>
    public async Task<string?> UntilNone(Func<Task<string?>> missing, CancellationToken cancel)
    {
        foreach (var wait in Waits)
        {
            if (await missing() is null)
                return null;
            await Task.Delay(wait, time, cancel);
        }
        return await missing();
    }
}
