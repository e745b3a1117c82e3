using System.Runtime.CompilerServices;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Aws.Trail;

/// <summary>Amazon Athena over its JSON protocol (Athena API reference).</summary>
/// <param name="place">Where the client calls.</param>
internal sealed class AthenaClient(JsonServiceClient client, CallPlace place) : IAthena, IDisposable
{
    /// <summary>Rows of a page, the most that GetQueryResults gives.</summary>
    private const int PageSize = 1000;

    private static readonly EnumNames<AthenaState> States = new(
        (AthenaState.Queued, "QUEUED"),
        (AthenaState.Running, "RUNNING"),
        (AthenaState.Succeeded, "SUCCEEDED"),
        (AthenaState.Failed, "FAILED"),
        (AthenaState.Cancelled, "CANCELLED")
    );

    private readonly JsonCalls calls = new(client, "athena", place);

    public void Dispose() => client.Dispose();

    public async Task<AthenaWorkGroup> GetWorkGroup(string name, CancellationToken cancel)
    {
        var answer = await calls.Call("GetWorkGroup", w => w.WriteString("WorkGroup", name), cancel);
        var configuration = answer.GetProperty("WorkGroup").Member("Configuration");
        var location = configuration.Member("ResultConfiguration").Text("OutputLocation");
        var isManaged = IsTrue(configuration.Member("ManagedQueryResultsConfiguration"), "Enabled");
        return new AthenaWorkGroup(
            name,
            Whole(configuration, "BytesScannedCutoffPerQuery"),
            HasOutput: location.Length > 0 || isManaged
        );
    }

    public async Task<IReadOnlyDictionary<string, string>> GetTableMetadata(
        string database,
        string name,
        CancellationToken cancel
    )
    {
        var answer = await calls.Call(
            "GetTableMetadata",
            w =>
            {
                w.WriteString("CatalogName", "AwsDataCatalog");
                w.WriteString("DatabaseName", database);
                w.WriteString("TableName", name);
            },
            cancel
        );
        var parameters = answer.GetProperty("TableMetadata").Member("Parameters");
        return parameters.ValueKind == JsonValueKind.Object
            ? parameters
                .EnumerateObject()
                .ToDictionary(p => p.Name, p => parameters.Text(p.Name), StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
    }

    public async Task<string> StartQueryExecution(AthenaStatement statement, CancellationToken cancel)
    {
        var started = await calls.Call(
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
        var answer = await calls.Call("GetQueryExecution", w => w.WriteString("QueryExecutionId", id), cancel);
        var execution = answer.GetProperty("QueryExecution");
        var status = execution.GetProperty("Status");
        return new AthenaExecution(
            States.Find(status.Text("State")) ?? AthenaState.Failed,
            status.Text("StateChangeReason"),
            IsTrue(status.Member("AthenaError"), "Retryable"),
            Whole(execution.Member("Statistics"), "DataScannedInBytes") ?? 0
        );
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> GetQueryResults(
        string id,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var token = "";
        do
        {
            var next = token;
            var page = await calls.Call(
                "GetQueryResults",
                w =>
                {
                    w.WriteString("QueryExecutionId", id);
                    w.WriteNumber("MaxResults", PageSize);
                    if (next.Length > 0)
                        w.WriteString("NextToken", next);
                },
                cancel
            );
            foreach (var row in page.GetProperty("ResultSet").GetProperty("Rows").EnumerateArray())
                yield return [.. row.GetProperty("Data").EnumerateArray().Select(value => value.Text("VarCharValue"))];
            token = page.Text("NextToken");
        } while (token.Length > 0);
    }

    public Task StopQueryExecution(string id, CancellationToken cancel) =>
        calls.Call("StopQueryExecution", w => w.WriteString("QueryExecutionId", id), cancel);

    private static bool IsTrue(JsonElement element, string name) =>
        element.Member(name).ValueKind == JsonValueKind.True;

    private static long? Whole(JsonElement element, string name)
    {
        var value = element.Member(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }
}
