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

    /// <summary>See <see cref="TrailEvent.Told"/>.</summary>
    public (bool Caller, bool Parameters) Told { get; init; }

    /// <summary>With what a correction leaves out, for it did not change.</summary>
    /// <param name="original">By what the event was counted that it corrects.</param>
    public ReadCall CompletedBy(TrailKey[] original)
    {
        if (Told is (true, true) || Keys.Length == 0 || original.Length == 0)
            return this;
        var (own, first) = (Keys[0], original[0]);
        if (Told.Parameters)
            return this with { Keys = [.. Keys.Select(key => OfCaller(key, first))] };
        var caller = Told.Caller ? own : first;
        return this with { Keys = [.. original.Select(was => Ended(OfCaller(was, caller), own))] };
    }

    private static TrailKey OfCaller(TrailKey key, TrailKey caller) =>
        key with
        {
            Principal = caller.Principal,
            Service = caller.Service,
            Account = key.Account.Length > 0 ? key.Account : caller.Account,
        };

    /// <summary>A correction of other fields does not say that the call succeeded.</summary>
    private static TrailKey Ended(TrailKey key, TrailKey correction) =>
        correction.ErrorCode.Length == 0
            ? key
            : key with
            {
                Outcome = correction.Outcome,
                ErrorCode = correction.ErrorCode,
                DeniedBy = correction.DeniedBy,
            };
}
