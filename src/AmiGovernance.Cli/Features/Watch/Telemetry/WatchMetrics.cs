using System.Diagnostics.Metrics;
using AmiGovernance.Core.Features.Watch;

namespace AmiGovernance.Cli.Features.Watch.Telemetry;

/// <summary>Whether somebody watches, and what is seen, as instruments that exporters read.</summary>
internal sealed class WatchMetrics : IDisposable
{
    public const string MeterName = "amigov.watch";

    /// <summary>As many intervals may pass without a whole look.</summary>
    private const int Patience = 3;

    /// <summary>Of accounts that denials are counted for; more are counted together, for each is a series.</summary>
    private const int MostAccounts = 10_000;

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> denials;
    private readonly HashSet<string> accounts = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly DateTimeOffset start;
    private TickReport? last;
    private DateTimeOffset? lastGood;
    private long looks;
    private long failures;
    private long ended;
    private long repaired;
    private long sent;

    /// <param name="interval">Between two looks.</param>
    /// <param name="time">The time.</param>
    public WatchMetrics(TimeSpan interval, TimeProvider time)
    {
        (this.interval, this.time, start) = (interval, time, time.GetUtcNow());
        Gauge("leader", null, "1 where this process watches", () => last is { Leader: null } ? 1 : 0);
        Gauge("last_success_age", "s", "Since the last look that was whole", () => Age.TotalSeconds);
        Gauge("messages_unsent", null, "Messages that no channel took yet", () => last?.Unsent ?? 0);
        Gauge("drifts", null, "Changes of others that are there", () => last?.Drifts ?? 0);
        Gauge("open_conditions", null, "What is not as it should be", () => last?.Open.Length ?? 0);
        Count("looks", "Looks at the organization", () => looks);
        Count("failed_looks", "Looks at which AWS or git failed", () => failures);
        Count("exceptions_ended", "Exceptions ended in AWS", () => ended);
        Count("repairs", "Changes of others that were put back", () => repaired);
        Count("messages_sent", "Messages that a channel took", () => sent);
        denials = meter.CreateCounter<long>(
            $"{MeterName}.denials",
            description: "Calls that our policies denied, by account"
        );
    }

    private TimeSpan Age => time.GetUtcNow() - (lastGood ?? start);

    /// <summary>A process that stands by is healthy too.</summary>
    public bool IsHealthy => Read(() => Age <= Patience * interval);

    public void Take(TickReport report)
    {
        lock (gate)
        {
            last = report;
            var isGood = report.Looked || report.Leader is not null;
            if (isGood)
                lastGood = time.GetUtcNow();
            looks++;
            failures += isGood ? 0 : 1;
            ended += report.Ended.Length;
            repaired += report.Repaired;
            sent += report.Sent;
        }
        foreach (var denied in report.Denied)
            denials.Add(denied.Count, KeyValuePair.Create("account", (object?)Account(denied.Account)));
    }

    private string Account(string account) =>
        accounts.Count < MostAccounts && accounts.Add(account) || accounts.Contains(account) ? account : "other";

    private void Gauge(string name, string? unit, string description, Func<double> read) =>
        meter.CreateObservableGauge($"{MeterName}.{name}", () => Read(read), unit, description);

    private void Count(string name, string description, Func<long> read) =>
        meter.CreateObservableCounter($"{MeterName}.{name}", () => Read(read), unit: null, description);

    private T Read<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }

    public void Dispose() => meter.Dispose();
}
