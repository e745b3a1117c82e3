using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Athena;

/// <summary>What a run of a statement is asked for.</summary>
/// <param name="Output">Where its results would be written.</param>
/// <param name="Token">With which the same run can be asked for again.</param>
/// <param name="Cutoff">How many bytes it may read; null for any number.</param>
internal sealed record AthenaRequest(string Text, string WorkGroup, string Output, string? Token, long? Cutoff);

/// <summary>The definitions of tables, by `DATABASE.NAME`.</summary>
/// <param name="Find">Null when there is no such table.</param>
/// <param name="Keep">Keeps a definition.</param>
internal sealed record AthenaCatalog(Func<string, string?> Find, Action<string, string> Keep);

/// <summary>One run of a statement. It ends at the third look: before, it is queued and running, as a client must expect.</summary>
internal sealed class AthenaExecution(SandboxCall call, AthenaRequest request)
{
    private const string Queued = "QUEUED";
    private const string Running = "RUNNING";
    private const string Failed = "FAILED";

    public const string Succeeded = "SUCCEEDED";

    private int looks;
    private bool stopped;
    private string failure = "";
    private long scanned;
    private bool isDefinition;

    public string Id { get; } = Guid.NewGuid().ToString();

    public AccountId Account => call.Account;

    public AthenaRequest Request => request;

    /// <summary>The first has the names of the columns; none for statements that give no rows.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; private set; } = [];

    public string State
    {
        get
        {
            if (stopped)
                return "CANCELLED";
            if (looks < 2)
                return Queued;
            if (looks == 2)
                return Running;
            return failure.Length > 0 ? Failed : Succeeded;
        }
    }

    private bool HasEnded => State is not (Queued or Running);

    public void Run(SandboxWorld world, AthenaCatalog catalog)
    {
        if (KnownStatement.Definition(request.Text) is { } definition)
            Define(definition, catalog);
        else if (KnownStatement.Question(request.Text) is { } question)
            Ask(question, world, catalog);
        else
            failure = "NOT_SUPPORTED: the sandbox runs only the statements that amigov makes";
    }

    public void Stop() => stopped |= !HasEnded;

    public JsonObject Look()
    {
        looks++;
        var extension = isDefinition ? "txt" : "csv";
        return new JsonObject
        {
            ["QueryExecutionId"] = Id,
            ["Query"] = request.Text,
            ["StatementType"] = isDefinition ? "DDL" : "DML",
            ["ResultConfiguration"] = new JsonObject
            {
                ["OutputLocation"] = $"{request.Output.TrimEnd('/')}/{Id}.{extension}",
            },
            ["Status"] = Status(),
            ["Statistics"] = new JsonObject { ["DataScannedInBytes"] = looks > 1 ? scanned : 0 },
            ["WorkGroup"] = request.WorkGroup,
        };
    }

    /// <summary>`CREATE … IF NOT EXISTS`: a table that is there stays as it is.</summary>
    private void Define(KnownDefinition definition, AthenaCatalog catalog)
    {
        isDefinition = true;
        if (catalog.Find(definition.TableName) is null)
            catalog.Keep(definition.TableName, definition.Text);
    }

    private void Ask(KnownQuestion question, SandboxWorld world, AthenaCatalog catalog)
    {
        if (catalog.Find(question.TableName) is not { } table || KnownStatement.Definition(table) is not { } definition)
        {
            failure = $"TABLE_NOT_FOUND: Table 'awsdatacatalog.{question.TableName}' does not exist";
            return;
        }
        // Athena user guide, "Dynamic ID partitioning".
        if (question.Scope.Accounts.IsEmpty)
        {
            failure =
                "CONSTRAINT_VIOLATION: For the injected projected partition column account, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.";
            return;
        }
        (Rows, scanned) = AthenaAnswer.Of(world, definition.Source, question.Scope);
        // Athena user guide, "Configure per-query and workgroup-wide data usage controls": a query beyond the limit is cancelled.
        if (scanned > request.Cutoff)
            (failure, scanned) = ("Bytes scanned limit was exceeded", request.Cutoff.Value);
    }

    private JsonObject Status()
    {
        var status = new JsonObject { [nameof(State)] = State, ["SubmissionDateTime"] = call.Now };
        if (HasEnded)
            status["CompletionDateTime"] = call.Now;
        if (State != Failed)
            return status;
        status["StateChangeReason"] = failure;
        // Athena API reference, "AthenaError": 2 is a mistake of the user.
        status["AthenaError"] = new JsonObject
        {
            ["ErrorCategory"] = 2,
            ["ErrorType"] = 1,
            ["Retryable"] = false,
            ["ErrorMessage"] = failure,
        };
        return status;
    }
}
