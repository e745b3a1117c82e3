using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// Lets CloudWatch Logs Insights look through the log groups of a trail, and reads the records that it hands on as <see cref="ScanTrail"/>
/// reads files. It is paid by the bytes that it reads, so a query never outlives the run.
/// </summary>
public sealed class QueryLogs(
    ILogsInsights insights,
    ImmutableArray<TrailLogGroup> groups,
    long mostBytes,
    TimeProvider time
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What is asked again in parts should fit, though calls are not spread evenly.</summary>
    private const int WantedRows = LogsInsightsQuery.MostRows / 2;

    /// <summary>Told all bytes read so far each time a query is looked at.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>In bytes, of all queries of this run.</summary>
    public long Scanned { get; private set; }

    /// <exception cref="QueryFailureException">Insights gives no answer, or would read too much for it.</exception>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    /// <param name="question">What is asked.</param>
    /// <param name="cancel">Ends the run, and the query.</param>
    public async Task<TrailFindings> Run(TrailQuestion question, CancellationToken cancel)
    {
        var records = new QueriedRecords(question, string.Join(", ", Names));
        var now = time.GetUtcNow();
        foreach (var group in groups)
            if (question.Filter.From < group.Begin(now))
                records.Refused(group.Name, $"nothing from before {group.Begin(now).MinuteText()} is kept in it");
        var windows = new Stack<LogsWindow>();
        windows.Push(LogsWindow.Of(question.Filter, groups.Min(g => g.Begin(now)), now));
        while (windows.TryPop(out var window))
        {
            var answer = await Ask(window, cancel);
            var parts = window.Split(Parts(answer));
            if (parts.Length > 1)
            {
                foreach (var part in parts.Reverse())
                    windows.Push(part);
                continue;
            }
            if (answer.State == LogsQueryState.TimedOut)
                throw new QueryFailureException(
                    "Logs Insights gives up after 60 minutes, even for a second of the log groups"
                );
            Read(records, window, answer);
        }
        return records.Findings(Scanned);
    }

    private static void Read(QueriedRecords records, LogsWindow window, LogsAnswer answer)
    {
        var handedOn = answer.Messages.Length;
        records.Add(answer.Messages, Math.Max(0, answer.Records - handedOn));
        if (answer.Matched > handedOn)
            records.Refused(
                window.ToString(),
                $"more calls in this second than Logs Insights hands on: {answer.Matched - handedOn}"
            );
        else if (!IsWhole(answer))
            records.Refused(
                window.ToString(),
                "as many calls in this second as Logs Insights hands on: there may be more"
            );
    }

    /// <summary>In how many parts a window is to be asked about again; 1 where its answer is whole.</summary>
    private static long Parts(LogsAnswer answer)
    {
        if (answer.State == LogsQueryState.TimedOut)
            return 2;
        return IsWhole(answer) ? 1 : Math.Max(2, answer.Matched / WantedRows);
    }

    /// <summary>An answer as long as one can be may be cut, whatever it says.</summary>
    private static bool IsWhole(LogsAnswer answer) =>
        answer.Matched <= answer.Messages.Length && answer.Messages.Length < LogsInsightsQuery.MostRows;

    private async Task<LogsAnswer> Ask(LogsWindow window, CancellationToken cancel)
    {
        var id = await insights.StartQuery(
            new LogsQuery(Names, LogsInsightsQuery.Text, window.From, window.To),
            cancel
        );
        try
        {
            while (true)
            {
                var answer = await insights.GetQueryResults(id, cancel);
                var scanned = Scanned + answer.Scanned;
                Progress?.Invoke(scanned);
                if (answer.State != LogsQueryState.UnderWay)
                {
                    Scanned = scanned;
                    return answer.State == LogsQueryState.Failed
                        ? throw new QueryFailureException("the query failed, and Logs Insights does not say why")
                        : answer;
                }
                if (scanned > mostBytes)
                {
                    Scanned = scanned;
                    throw new QueryFailureException("the query read more than `--max-scan` allows, and was stopped")
                    {
                        IsStopped = true,
                    };
                }
                await Task.Delay(Pause, time, cancel);
            }
        }
        catch
        {
            await Stop(id);
            throw;
        }
    }

    private ImmutableArray<string> Names => [.. groups.Select(g => g.Name)];

    private async Task Stop(string id)
    {
        try
        {
            await insights.StopQuery(id, CancellationToken.None);
        }
        catch (AwsException)
        {
            // What led here matters more than a stop that fails.
        }
    }
}
