namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>
/// Reads a trail beside the looks: a large one takes longer than a look may, and exceptions end on time all the same.
/// </summary>
/// <param name="follow">Reads.</param>
/// <param name="every">From one reading to the next.</param>
/// <param name="waits">Whether a look waits for the reading that it begins.</param>
/// <param name="time">The time.</param>
internal sealed class TrailBesideLooks(FollowTrail follow, TimeSpan every, bool waits, TimeProvider time)
{
    private DateTimeOffset? began;
    private Task<FollowedTrail>? reading;

    /// <summary>What the last reading that ended found; null before the first.</summary>
    public FollowedTrail? Last { get; private set; }

    /// <summary>What a reading found that ended since the last look; null when none did. Begins one when it is due.</summary>
    /// <param name="until">What came before this was read; null for nothing.</param>
    /// <param name="guardrails">What is deployed.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<FollowedTrail?> Take(
        DateTimeOffset? until,
        Func<DeployedGuardrails> guardrails,
        CancellationToken cancel
    )
    {
        var now = time.GetUtcNow();
        // A moment to come is that of a clock that was put right since.
        if (reading is null && !(now - began < every && began <= now))
        {
            began = now;
            var deployed = guardrails();
            reading = Task.Run(() => follow.Run(until, deployed, cancel), cancel);
        }
        if (reading is null || !(waits || reading.IsCompleted))
            return null;
        var ended = reading;
        reading = null;
        return Last = await ended;
    }
}
