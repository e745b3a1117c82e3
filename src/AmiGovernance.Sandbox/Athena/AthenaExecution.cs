using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Athena;

/// <summary>One run of a statement. It ends at the third look: before, it is queued and running, as a client must expect.</summary>
internal sealed class AthenaExecution(
    SandboxCall call,
    string text,
    string workGroup,
    string output,
    string? token,
    long? cutoff
)
{
    private int looks;
    private bool stopped;
    private string failure = "";
    private long scanned;
    private bool isDefinition;

    public string Id { get; } = Guid.NewGuid().ToString();

    public string Account => call.Account;

    public string Text => text;

    public string WorkGroup => workGroup;

    public string? Token => token;

    /// <summary>The first has the names of the columns; none for statements that give no rows.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; private set; } = [];

    public string State =>
        stopped
            ? "CANCELLED"
            : looks switch
            {
                0 or 1 => "QUEUED",
                2 => "RUNNING",
                _ when failure.Length > 0 => "FAILED",
                _ => "SUCCEEDED",
            };

    /// <param name="define">Keeps a table's definition.</param>
    /// <param name="find">The definition of a table, by its name.</param>
    public void Run(SandboxWorld world, Action<KnownDefinition> define, Func<string, string?> find)
    {
        if (KnownStatement.Definition(text) is { } definition)
        {
            isDefinition = true;
            if (find($"{definition.Table.Database}.{definition.Table.Name}") is null)
                define(definition);
        }
        else if (KnownStatement.Question(text) is not { } question)
            failure = "NOT_SUPPORTED: the sandbox runs only the statements that amigov makes";
        else if (
            find($"{question.Table.Database}.{question.Table.Name}") is not { } table
            || KnownStatement.Definition(table) is not { } source
        )
            failure =
                $"TABLE_NOT_FOUND: Table 'awsdatacatalog.{question.Table.Database}.{question.Table.Name}' does not exist";
        else
        {
            (Rows, scanned) = AthenaAnswer.Of(world, source.Source, question);
            // Athena user guide, "Configure per-query and workgroup-wide data usage controls": a query beyond the limit is cancelled.
            if (scanned > cutoff)
                (failure, scanned) = ("Bytes scanned limit was exceeded", cutoff.Value);
        }
    }

    public void Stop() => stopped |= State is "QUEUED" or "RUNNING";

    public JsonObject Look()
    {
        looks++;
        var ended = State is not ("QUEUED" or "RUNNING");
        var status = new JsonObject { [nameof(State)] = State, ["SubmissionDateTime"] = call.Now };
        if (ended)
            status["CompletionDateTime"] = call.Now;
        if (State == "FAILED")
        {
            status["StateChangeReason"] = failure;
            // Athena API reference, "AthenaError": 2 is a mistake of the user.
            status["AthenaError"] = new JsonObject
            {
                ["ErrorCategory"] = 2,
                ["ErrorType"] = 1,
                ["Retryable"] = false,
                ["ErrorMessage"] = failure,
            };
        }
        return new JsonObject
        {
            ["QueryExecutionId"] = Id,
            ["Query"] = text,
            ["StatementType"] = isDefinition ? "DDL" : "DML",
            ["ResultConfiguration"] = new JsonObject
            {
                ["OutputLocation"] = $"{output.TrimEnd('/')}/{Id}.{(isDefinition ? "txt" : "csv")}",
            },
            ["Status"] = status,
            ["Statistics"] = new JsonObject { ["DataScannedInBytes"] = looks > 1 ? scanned : 0 },
            [nameof(WorkGroup)] = workGroup,
        };
    }
}
