namespace AmiGovernance.Core.Features.Watch;

/// <summary>Ways to people on which messages wait: the other ways tell of it.</summary>
internal static class BrokenChannels
{
    private const string Prefix = "channel:";

    /// <summary>What often passes by itself is told when it has lasted.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    public static bool IsOne(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    public static IEnumerable<WatchCondition> Of(IEnumerable<RefusedMessage> refused) =>
        refused
            .GroupBy(r => r.Channel, r => r.Reason, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Of(g.Key, g.First(), g.Count()));

    /// <summary>Those of the look before: whether they still are is known once messages were sent.</summary>
    public static IEnumerable<WatchCondition> Before(WatchState state) =>
        state
            .Open.Where(o => IsOne(o.Key))
            .Select(o => new WatchCondition(o.Key, PlainText.Lines(o.Summary), PlainText.Lines(o.Details))
            {
                Grace = Grace,
            });

    private static WatchCondition Of(string channel, string reason, int messages)
    {
        var wait = messages == 1 ? "1 message waits" : $"{messages} messages wait";
        return new WatchCondition(
            $"{Prefix}{channel}",
            PlainText.Of($"not told by {channel}"),
            PlainText.Of($"{reason} ({wait}, for a week at most)\n")
        )
        {
            Grace = Grace,
        };
    }
}
