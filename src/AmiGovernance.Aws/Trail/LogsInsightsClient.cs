using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Aws.Trail;

/// <summary>CloudWatch Logs Insights over the JSON protocol of CloudWatch Logs (CloudWatch Logs API reference).</summary>
/// <param name="place">Where the client calls.</param>
internal sealed class LogsInsightsClient(JsonServiceClient client, CallPlace place) : ILogsInsights, IDisposable
{
    private readonly JsonCalls calls = new(client, "logs", place);

    public void Dispose() => client.Dispose();

    public async Task<TrailLogGroup?> FindGroup(string name, CancellationToken cancel)
    {
        var token = "";
        do
        {
            var next = token;
            var page = await calls.Call(
                "DescribeLogGroups",
                w =>
                {
                    w.WriteString("logGroupNamePrefix", name);
                    if (next.Length > 0)
                        w.WriteString("nextToken", next);
                },
                cancel
            );
            foreach (var group in page.Items("logGroups"))
                if (group.Text("logGroupName") == name)
                    return new TrailLogGroup(
                        name,
                        DateTimeOffset.FromUnixTimeMilliseconds(Number(group, "creationTime")),
                        Number(group, "storedBytes")
                    )
                    {
                        Retention = (int?)group.Number("retentionInDays"),
                    };
            token = page.Text("nextToken");
        } while (token.Length > 0);
        return null;
    }

    public async Task<string> StartQuery(LogsQuery query, CancellationToken cancel)
    {
        var started = await calls.Call(
            "StartQuery",
            w =>
            {
                w.WriteStartArray("logGroupNames");
                foreach (var group in query.Groups)
                    w.WriteStringValue(group);
                w.WriteEndArray();
                w.WriteNumber("startTime", query.From.ToUnixTimeSeconds());
                w.WriteNumber("endTime", query.To.ToUnixTimeSeconds());
                w.WriteString("queryString", query.Text);
            },
            cancel
        );
        return started.Text("queryId");
    }

    public async Task<LogsAnswer> GetQueryResults(string id, CancellationToken cancel)
    {
        var answer = await calls.Call("GetQueryResults", w => w.WriteString("queryId", id), cancel);
        var statistics = answer.Member("statistics");
        ImmutableArray<string> messages =
        [
            .. answer
                .Items("results")
                .SelectMany(row => row.EnumerateArray())
                .Where(cell => cell.Text("field") == "@message")
                .Select(cell => cell.Text("value")),
        ];
        return new LogsAnswer(
            State(answer.Text("status")),
            messages,
            Number(statistics, "recordsScanned"),
            Number(statistics, "recordsMatched"),
            Number(statistics, "bytesScanned")
        );
    }

    public Task StopQuery(string id, CancellationToken cancel) =>
        calls.Call("StopQuery", w => w.WriteString("queryId", id), cancel);

    private static LogsQueryState State(string status) =>
        status switch
        {
            "Scheduled" or "Running" => LogsQueryState.UnderWay,
            "Complete" => LogsQueryState.Complete,
            "Timeout" => LogsQueryState.TimedOut,
            _ => LogsQueryState.Failed,
        };

    /// <summary>Statistics are numbers with a fraction.</summary>
    private static long Number(JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number)
            ? (long)number
            : 0;
}
