using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Features.Trail.Reading;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>What a table gives of a record, and the record that is made of it again.</summary>
public static class RecordColumns
{
    private static readonly ImmutableArray<(string Column, string InTable, string[] InRecord)> All =
    [
        Member("eventVersion"),
        Member("eventTime"),
        Member("eventSource"),
        Member("eventName"),
        Member("awsRegion"),
        Member("sourceIPAddress"),
        Member("errorCode"),
        Member("errorMessage"),
        Member("requestParameters"),
        Member("responseElements"),
        Member("eventID"),
        Member("eventCategory"),
        Member("recipientAccountId"),
        ("identitytype", "useridentity.type", ["userIdentity", "type"]),
        ("identityarn", "useridentity.arn", ["userIdentity", "arn"]),
        ("identityaccount", "useridentity.accountid", ["userIdentity", "accountId"]),
        ("invokedby", "useridentity.invokedby", ["userIdentity", "invokedBy"]),
        ("principalid", "useridentity.principalid", ["userIdentity", "principalId"]),
        (
            "issuerarn",
            "useridentity.sessioncontext.sessionissuer.arn",
            ["userIdentity", "sessionContext", "sessionIssuer", "arn"]
        ),
        (Corrected, "addendum.originaleventid", ["addendum", "originalEventID"]),
    ];

    /// <summary>The event in whose place a correction stands; AWS's earlier definitions of the table have no column for it.</summary>
    internal const string Corrected = "correctedevent";

    public static readonly ImmutableArray<string> Names = [.. All.Select(c => c.Column)];

    /// <summary>Where the table has it.</summary>
    public static string InTable(string column) => All.First(c => c.Column == column).InTable;

    /// <summary>Where a record has it, the outermost member first.</summary>
    public static IReadOnlyList<string> InRecord(string column) => All.First(c => c.Column == column).InRecord;

    /// <summary>Writes the record of a row.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="values">One for each of <see cref="Names"/>; empty where the record has nothing.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<string> values)
    {
        json.WriteStartObject();
        var open = Array.Empty<string>();
        for (var i = 0; i < All.Length; i++)
        {
            if (values[i].Length == 0)
                continue;
            var path = All[i].InRecord;
            open = Enter(json, open, path[..^1]);
            json.WritePropertyName(path[^1]);
            WriteValue(json, path[^1], values[i]);
        }
        Enter(json, open, []);
        json.WriteEndObject();
    }

    /// <summary>Closes and opens objects until the path is reached.</summary>
    private static string[] Enter(Utf8JsonWriter json, string[] open, string[] path)
    {
        var same = open.Zip(path).TakeWhile(p => p.First == p.Second).Count();
        for (var i = same; i < open.Length; i++)
            json.WriteEndObject();
        foreach (var member in path[same..])
            json.WriteStartObject(member);
        return path;
    }

    /// <summary>Parameters are JSON, in which every letter stays as it is; all else is text, whatever it looks like.</summary>
    private static void WriteValue(Utf8JsonWriter json, string member, string value)
    {
        if (member is not ("requestParameters" or "responseElements"))
            json.WriteStringValue(value);
        else if (IsJson(value))
            json.WriteRawValue(value, skipInputValidation: true);
        else
            (StructText.Parse(value) ?? "").WriteTo(json);
    }

    private static bool IsJson(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(
                value,
                new JsonDocumentOptions { MaxDepth = TrailEventReader.Options.MaxDepth }
            );
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Of the record itself; tables spell it in small letters.</summary>
    private static (string Column, string InTable, string[] InRecord) Member(string name)
    {
        var column = name.ToLowerInvariant();
        return (column, column, [name]);
    }
}
