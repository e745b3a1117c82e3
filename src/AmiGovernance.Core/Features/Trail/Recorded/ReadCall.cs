using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>A watched call as it waits for its turn to be counted.</summary>
/// <param name="Id">See <see cref="TrailEvent.Id"/>.</param>
/// <param name="Time">Null when it is not readable.</param>
/// <param name="Keys">
/// What it counts as: one for each image, or one for none; empty for a call that only teaches. Once it is counted, the keys of its rows.
/// </param>
internal readonly record struct ReadCall(UInt128? Id, DateTimeOffset? Time, TrailKey[] Keys)
{
    /// <summary>See <see cref="TrailEvent.Corrects"/>.</summary>
    public UInt128? Corrects { get; init; }

    /// <summary>The call itself, where it tells something of images or launch templates; else null.</summary>
    public TrailEvent? Lesson { get; init; }
}
