using System.Collections.Immutable;
using AmiGovernance.Core.Features.Watch.Denials;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>Tells denied calls once: what is tried again and again is no news until it has stopped for a week.</summary>
internal static class ToldDenials
{
    private static readonly TimeSpan Quiet = TimeSpan.FromDays(7);

    /// <summary>With more, those that happened the longest ago are forgotten, and told again when they come back.</summary>
    private const int Most = 5_000;

    /// <summary>The state with what is known now, and those that nobody was told of.</summary>
    public static (WatchState State, ImmutableArray<DeniedCalls> New) Run(
        WatchState state,
        FollowedTrail followed,
        DateTimeOffset now
    )
    {
        var known = state.Denials.RemoveRange(state.Denials.Where(d => now - d.Value > Quiet).Select(d => d.Key));
        var news = followed.Denied.Where(d => !known.ContainsKey(d.Id)).ToImmutableArray();
        known = known.SetItems(followed.Denied.Select(d => KeyValuePair.Create(d.Id, now)));
        if (known.Count > Most)
            known = known.RemoveRange(known.OrderBy(d => d.Value).Take(known.Count - Most).Select(d => d.Key));
        return (state with { Denials = known, TrailReadUntil = followed.Until }, news);
    }
}
