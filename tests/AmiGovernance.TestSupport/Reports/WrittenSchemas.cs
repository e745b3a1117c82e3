using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Features.Trail.Recorded;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using JsonObject = System.Text.Json.Nodes.JsonObject;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>Schemas of reports that are written row by row, for their columns follow tables of the product.</summary>
internal static class WrittenSchemas
{
    private static readonly Dictionary<string, string> TrailColumns = new()
    {
        ["kind"] = "What the call does.",
        ["action"] = "IAM action.",
        ["account"] = "As the records have it; not always an account.",
        ["account_name"] = "As the organization has it.",
        ["ou"] = "The organizational unit of the account.",
        ["region"] = "Where.",
        ["principal"] = "Who called, by ARN.",
        ["service"] = "That called on someone's behalf.",
        ["image"] = "Its id.",
        ["owner"] = "Of the image, as `ec2:Owner` has it.",
        ["outcome"] = "How the call ended.",
        ["error_code"] = "AWS's.",
        ["denied_by"] = "What denied it.",
        ["detail"] = "What else tells such calls apart.",
    };

    /// <summary>Columns that have no value are left out.</summary>
    public static JsonNode Trail(string title) =>
        Report(
            title,
            "Recorded calls, counted.",
            ("ledger", Described("What was read.", ReportSchema.Part(ReportsJson.Default.LedgerPart))),
            ("calls", Rows("One for each group of the same calls.", Row(TrailColumn(), ["calls"])))
        );

    private static IEnumerable<(string, JsonObject)> TrailColumn() =>
        TrailDimension
            .All.Select(d => (d.Name, Described(TrailColumns[d.Name], Typed("string"))))
            .Append(("calls", Described("How many.", Typed("integer"))))
            .Append(("first", Described("When.", Typed("string"))))
            .Append(("last", Described("When.", Typed("string"))));

    private static JsonObject Report(
        string title,
        string description,
        params (string Name, JsonObject Schema)[] members
    )
    {
        var version = new JsonObject { ["const"] = ReportDocument.Version };
        var all = members.Prepend(
            ("format_version", Described("Rises with any change that could break a reader.", version))
        );
        return ReportSchema.With(
            Row(all, ["format_version", .. members.Select(m => m.Name)]),
            ("$schema", ReportSchema.Dialect),
            ("title", title),
            ("description", description)
        );
    }

    private static JsonObject Row(IEnumerable<(string Name, JsonObject Schema)> members, string[] required) =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(members.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)m.Schema))),
            ["required"] = new JsonArray([.. required.Select(n => JsonValue.Create(n))]),
            ["additionalProperties"] = false,
        };

    private static JsonObject Rows(string description, JsonObject row) => Described(description, List(row));

    private static JsonObject List(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject Described(string description, JsonObject schema) =>
        ReportSchema.With(schema, ("description", description));
}
