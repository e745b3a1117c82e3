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
    private const string GroupKind = "athena_workgroup";
    private const string TableKind = "athena_table";

    /// <summary>Athena API reference, "WorkGroupConfiguration": 10 MB at least.</summary>
    private const long SmallestCutoff = 10_000_000;

    private static readonly Paging Pages = new(1, 1000, 1000);

    /// <summary>By place and id; gone with the process.</summary>
    private readonly Dictionary<(Place Place, string Id), AthenaExecution> executions = [];

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
            ["GetTableMetadata"] = GetTableMetadata,
        };

    private static SandboxException Invalid(string message) => new("InvalidRequestException", message);

    private static string GroupArn(SandboxCall call, string name) => Arn(call, "athena", $"workgroup/{name}");

    private JsonObject? CreateWorkGroup(SandboxCall call)
    {
        var name = call.Input.Required("Name");
        Authorize(call, GroupArn(call, name));
        if (name == Primary || Find(call, GroupKind, name) is not null)
            throw Invalid("WorkGroup is already created");
        var configuration = call.Input.Copy()["Configuration"] as JsonObject ?? [];
        if (configuration["BytesScannedCutoffPerQuery"] is JsonValue cutoff && cutoff.GetValue<long>() < SmallestCutoff)
            throw Invalid("BytesScannedCutoffPerQuery must be at least 10000000");
        Put(call, GroupKind, name, Group(name, (JsonObject)configuration.DeepClone(), Stamp(call)));
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
        if (Find(call, GroupKind, name) is { } found)
            return found.Body;
        if (name == Primary)
            return Group(Primary, [], Stamp(call));
        throw Invalid($"WorkGroup {name} is not found.");
    }

    private JsonObject Start(SandboxCall call)
    {
        var request = Request(call);
        var known = Earlier(call, request);
        if (known is null)
        {
            known = new AthenaExecution(call, request);
            known.Run(World, Catalog(call));
            executions[(call.Place, known.Id)] = known;
        }
        return new JsonObject { ["QueryExecutionId"] = known.Id };
    }

    private AthenaRequest Request(SandboxCall call)
    {
        var text = call.Input.Required("QueryString");
        var group = call.Input.Text("WorkGroup") ?? Primary;
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
        var cutoff = (long?)configuration?["BytesScannedCutoffPerQuery"];
        return new AthenaRequest(text, group, output, token, cutoff);
    }

    /// <summary>A request that comes again with its token is the same run.</summary>
    private AthenaExecution? Earlier(SandboxCall call, AthenaRequest request)
    {
        if (request.Token is null)
            return null;
        var known = executions.Values.FirstOrDefault(e =>
            e.Request.Token == request.Token && e.Account == call.Account
        );
        if (known is not null && known.Request.Text != request.Text)
            throw Invalid("Idempotent parameters do not match");
        return known;
    }

    private AthenaCatalog Catalog(SandboxCall call) =>
        new(
            name => Find(call, TableKind, name)?.Text("Definition"),
            (name, text) => Put(call, TableKind, name, new JsonObject { ["Definition"] = text })
        );

    private AthenaExecution Execution(SandboxCall call)
    {
        var id = call.Input.Required("QueryExecutionId");
        var found =
            executions.GetValueOrDefault((call.Place, id)) ?? throw Invalid($"QueryExecution {id} was not found");
        Authorize(call, GroupArn(call, found.Request.WorkGroup));
        return found;
    }

    private JsonObject Results(SandboxCall call)
    {
        var execution = Execution(call);
        if (execution.State != AthenaExecution.Succeeded)
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

    /// <summary>Tables are made by statements that end, so each has a definition that is known.</summary>
    private JsonObject GetTableMetadata(SandboxCall call)
    {
        var (database, name) = (call.Input.Required("DatabaseName"), call.Input.Required("TableName"));
        Authorize(call, Arn(call, "athena", $"datacatalog/{call.Input.Required("CatalogName")}"));
        var text = Find(call, TableKind, $"{database}.{name}")?.Text("Definition");
        if (text is null)
            throw new SandboxException("MetadataException", $"Entity Not Found: Table {name} not found.");
        return new JsonObject
        {
            ["TableMetadata"] = new JsonObject
            {
                ["Name"] = name,
                ["TableType"] = "EXTERNAL_TABLE",
                ["Parameters"] = KnownStatement.Properties(text),
            },
        };
    }

    private JsonObject? Stop(SandboxCall call)
    {
        Execution(call).Stop();
        return [];
    }
}
