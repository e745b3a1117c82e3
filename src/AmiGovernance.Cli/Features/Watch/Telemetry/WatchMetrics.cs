using System.Globalization;
using System.Text;
using AmiGovernance.Core.Features.Watch;

namespace AmiGovernance.Cli.Features.Watch;

/// <summary>
/// Whether somebody watches, and what is seen, as Prometheus reads it (prometheus.io, "Exposition formats", text format 0.0.4).
/// </summary>
internal sealed class WatchMetrics(TimeSpan interval, TimeProvider time)
{
    /// <summary>As many intervals may pass without a whole look.</summary>
    private const int Patience = 3;

    private readonly Lock gate = new();
    private readonly DateTimeOffset start = time.GetUtcNow();
    private TickReport? last;
    private DateTimeOffset? lastGood;
    private int looks;
    private int failures;
    private int ended;
    private int repaired;
    private int sent;

    public void Take(TickReport report)
    {
        lock (gate)
        {
            last = report;
            if (report.Looked || report.Leader is not null)
                lastGood = time.GetUtcNow();
            looks++;
            failures += report.Looked || report.Leader is not null ? 0 : 1;
            ended += report.Ended.Length;
            repaired += report.Repaired;
            sent += report.Sent;
        }
    }

    /// <summary>A process that stands by is healthy too.</summary>
    public bool IsHealthy
    {
        get
        {
            lock (gate)
                return time.GetUtcNow() - (lastGood ?? start) <= Patience * interval;
        }
    }

    public string Text()
    {
        lock (gate)
        {
            var text = new StringBuilder();
            var age = time.GetUtcNow() - (lastGood ?? start);
            Write(text, "amigov_watch_leader", "gauge", "1 where this process watches", IsLeader ? 1 : 0);
            Write(
                text,
                "amigov_watch_last_success_age_seconds",
                "gauge",
                "Since the last look that was whole",
                age.TotalSeconds
            );
            Write(text, "amigov_watch_looks_total", "counter", "Looks at the organization", looks);
            Write(text, "amigov_watch_failed_looks_total", "counter", "Looks at which AWS or git failed", failures);
            Write(text, "amigov_watch_exceptions_ended_total", "counter", "Exceptions ended in AWS", ended);
            Write(text, "amigov_watch_repairs_total", "counter", "Changes of others that were put back", repaired);
            Write(text, "amigov_watch_messages_sent_total", "counter", "Messages that a channel took", sent);
            Write(
                text,
                "amigov_watch_messages_unsent",
                "gauge",
                "Messages that no channel took yet",
                last?.Unsent ?? 0
            );
            Write(text, "amigov_watch_drifts", "gauge", "Changes of others that are there", last?.Drifts ?? 0);
            Write(text, "amigov_watch_open_conditions", "gauge", "What is not as it should be", last?.Open.Length ?? 0);
            return text.ToString();
        }
    }

    private bool IsLeader => last is { Leader: null };

    private static void Write(StringBuilder text, string name, string type, string help, double value)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name} {value:0.###}\n");
    }
}
