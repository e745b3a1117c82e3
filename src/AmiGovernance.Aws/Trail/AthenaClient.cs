using System.Runtime.CompilerServices;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Aws.Trail;

/// <summary>Amazon Athena over its JSON protocol (Athena API reference).</summary>
internal sealed class AthenaClient(JsonServiceClient client) : IAthena, IDisposable
{
    /// <summary>Rows of a page, the most that GetQueryResults gives.</summary>
    private const int PageSize = 1000;

    public void Dispose() => client.Dispose();

    public async Task<AthenaWorkGroup> GetWorkGroup(string name, CancellationToken cancel)
    {
        var found = (await Call("GetWorkGroup", w => w.WriteString("WorkGroup", name), cancel)).GetProperty(
            "WorkGroup"
        );
        var configuration = found.Member("Configuration");
        var managed = configuration.Member("ManagedQueryResultsConfiguration").Member("Enabled");
        return new AthenaWorkGroup(
            name,
            Whole(configuration, "BytesScannedCutoffPerQuery"),
            configuration.Member("ResultConfiguration").Text("OutputLocation").Length > 0
                || managed.ValueKind == JsonValueKind.True
        );
    }

    public async Task<string> StartQueryExecution(AthenaStatement statement, CancellationToken cancel)
    {
        var started = await Call(
            "StartQueryExecution",
            w =>
            {
                w.WriteString("QueryString", statement.Text);
                w.WriteString("ClientRequestToken", statement.Token);
                w.WriteStartObject("QueryExecutionContext");
                w.WriteString("Database", statement.Database);
                w.WriteEndObject();
                w.WriteString("WorkGroup", statement.WorkGroup);
                if (statement.Output is not { } output)
                    return;
                w.WriteStartObject("ResultConfiguration");
                w.WriteString("OutputLocation", output);
                w.WriteEndObject();
            },
            cancel
        );
        return started.Text("QueryExecutionId");
    }

    public async Task<AthenaExecution> GetQueryExecution(string id, CancellationToken cancel)
    {
        var found = (await Call("GetQueryExecution", w => w.WriteString("QueryExecutionId", id), cancel)).GetProperty(
            "QueryExecution"
        );
        var status = found.GetProperty("Status");
        var state = status.Text("State") switch
        {
            "QUEUED" => AthenaState.Queued,
            "RUNNING" => AthenaState.Running,
            "SUCCEEDED" => AthenaState.Succeeded,
            "CANCELLED" => AthenaState.Cancelled,
            _ => AthenaState.Failed,
        };
        return new AthenaExecution(
            state,
            status.Text("StateChangeReason"),
            status.Member("AthenaError").Member("Retryable").ValueKind == JsonValueKind.True,
            Whole(found.Member("Statistics"), "DataScannedInBytes") ?? 0
        );
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> GetQueryResults(
        string id,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        for (string? token = null; ; )
        {
            var next = token;
            var page = await Call(
                "GetQueryResults",
                w =>
                {
                    w.WriteString("QueryExecutionId", id);
                    w.WriteNumber("MaxResults", PageSize);
                    if (next is not null)
                        w.WriteString("NextToken", next);
                },
                cancel
            );
            foreach (var row in page.GetProperty("ResultSet").GetProperty("Rows").EnumerateArray())
                yield return [.. row.GetProperty("Data").EnumerateArray().Select(value => value.Text("VarCharValue"))];
            token = page.Text("NextToken");
            if (token.Length == 0)
                yield break;
        }
    }

    public Task StopQueryExecution(string id, CancellationToken cancel) =>
        Call("StopQueryExecution", w => w.WriteString("QueryExecutionId", id), cancel);

    private Task<JsonElement> Call(string operation, Action<Utf8JsonWriter> write, CancellationToken cancel) =>
        AwsCalls.Run($"athena:{operation}", () => client.Call(operation, write, cancel), cancel);

    private static long? Whole(JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : null;
}
