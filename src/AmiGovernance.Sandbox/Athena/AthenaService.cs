using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Athena;

/// <summary>
/// Amazon Athena: workgroups, and queries on what the sandbox's own CloudTrail recorded. It understands no SQL: it knows the statements
/// that amigov makes (<see cref="KnownStatement"/>) and fails any other. Results are not written to a bucket.
/// </summary>
internal sealed class AthenaService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    private const string Primary = "primary";

    private static readonly Paging Pages = new(1, 1000, 1000);

    /// <summary>By account, Region and id; gone with the process.</summary>
    private readonly Dictionary<(string Account, string Region, string Id), AthenaExecution> executions = [];

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateWorkGroup"] = CreateWorkGroup,
            ["GetWorkGroup"] = call => new JsonObject
            {
                ["WorkGroup"] = WithTimes(WorkGroup(call, call.Input.Required("WorkGroup")), "CreationTime"),
            },
            ["StartQueryExecution"] = Start,
            ["GetQueryExecution"] = call => new JsonObject { ["QueryExecution"] = Execution(call).Look() },
            ["GetQueryResults"] = Results,
            ["StopQueryExecution"] = Stop,
        };

    private static SandboxException Invalid(string message) => new("InvalidRequestException", message);

    private static string GroupArn(SandboxCall call, string name) => Arn(call, "athena", $"workgroup/{name}");

    private JsonObject? CreateWorkGroup(SandboxCall call)
    {
        var name = call.Input.Required("Name");
        Authorize(call, GroupArn(call, name));
        if (name == Primary || Find(call, "athena_workgroup", name) is not null)
            throw Invalid("WorkGroup is already created");
        var configuration = call.Input.Copy()["Configuration"] as JsonObject ?? [];
        // Athena API reference, "WorkGroupConfiguration": 10 MB at least.
        if (configuration["BytesScannedCutoffPerQuery"] is JsonValue cutoff && cutoff.GetValue<long>() < 10_000_000)
            throw Invalid("BytesScannedCutoffPerQuery must be at least 10000000");
        Put(call, "athena_workgroup", name, Group(name, (JsonObject)configuration.DeepClone(), Stamp(call)));
        return [];
    }

    private static JsonObject Group(string name, JsonObject configuration, string created) =>
        new()
        {
            ["Name"] = name,
            ["State"] = "ENABLED",
            ["Configuration"] = configuration,
            ["CreationTime"] = created,
        };

    /// <summary>There is always one, which names no place for results.</summary>
    private JsonObject WorkGroup(SandboxCall call, string name)
    {
        Authorize(call, GroupArn(call, name));
        return Find(call, "athena_workgroup", name)?.Body
            ?? (name == Primary ? Group(Primary, [], Stamp(call)) : throw Invalid($"WorkGroup {name} is not found."));
    }

    private JsonObject Start(SandboxCall call)
    {
        var (text, group) = (call.Input.Required("QueryString"), call.Input.Text("WorkGroup") ?? Primary);
        var configuration = WorkGroup(call, group)["Configuration"];
        var output =
            call.Input.Object("ResultConfiguration").Text("OutputLocation")
            ?? (string?)configuration?["ResultConfiguration"]?["OutputLocation"]
            ?? throw Invalid(
                "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input."
            );
        if (!output.StartsWith("s3://", StringComparison.Ordinal))
            throw Invalid("outputLocation is not a valid S3 path.");
        var token = call.Input.Text("ClientRequestToken");
        if (token is { Length: < 32 or > 128 })
            throw Invalid("ClientRequestToken must have 32 to 128 characters");
        var known = executions.Values.FirstOrDefault(e =>
            token is not null && e.Token == token && e.Account == call.Account
        );
        if (known is not null && known.Text != text)
            throw Invalid("Idempotent parameters do not match");
        if (known is null)
        {
            known = new AthenaExecution(
                call,
                text,
                group,
                output,
                token,
                (long?)configuration?["BytesScannedCutoffPerQuery"]
            );
            known.Run(
                World,
                definition =>
                    Put(
                        call,
                        "athena_table",
                        definition.Table.Database + "." + definition.Table.Name,
                        new JsonObject { ["Definition"] = definition.Text }
                    ),
                name => (string?)Find(call, "athena_table", name)?.Body["Definition"]
            );
            executions[(call.Account, call.Region, known.Id)] = known;
        }
        return new JsonObject { ["QueryExecutionId"] = known.Id };
    }

    private AthenaExecution Execution(SandboxCall call)
    {
        var id = call.Input.Required("QueryExecutionId");
        var found =
            executions.GetValueOrDefault((call.Account, call.Region, id))
            ?? throw Invalid($"QueryExecution {id} was not found");
        Authorize(call, GroupArn(call, found.WorkGroup));
        return found;
    }

    private JsonObject Results(SandboxCall call)
    {
        var execution = Execution(call);
        if (execution.State != "SUCCEEDED")
            throw Invalid($"Query did not finish successfully. Final query state: {execution.State}");
        var page = Pages.Of(call, execution.Rows);
        return new JsonObject
        {
            ["ResultSet"] = new JsonObject
            {
                ["Rows"] = List(
                    page.Items,
                    row => new JsonObject { ["Data"] = List(row, value => new JsonObject { ["VarCharValue"] = value }) }
                ),
                ["ResultSetMetadata"] = new JsonObject
                {
                    ["ColumnInfo"] = List(
                        execution.Rows.Count > 0 ? execution.Rows[0] : [],
                        name => new JsonObject { ["Name"] = name, ["Type"] = "varchar" }
                    ),
                },
            },
            ["NextToken"] = page.NextToken,
        };
    }

    private JsonObject? Stop(SandboxCall call)
    {
        Execution(call).Stop();
        return [];
    }
}
