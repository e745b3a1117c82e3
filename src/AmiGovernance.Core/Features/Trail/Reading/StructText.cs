using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IllFormedText = AmiGovernance.Core.Base.Json.IllFormedText;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// A value as a cell shows it: JSON, or Presto's text of rows and maps, `{type=AssumedRole, accountid=111122223333, sessioncontext={…}}`,
/// in which nothing is quoted (Athena user guide, "Query CloudTrail logs"); else the text itself.
/// </summary>
internal static partial class StructText
{
    /// <summary>As Athena's table spells them, in lower case, and as records do.</summary>
    private static readonly string[] Names =
    [
        "accountId",
        "principalId",
        "invokedBy",
        "sessionContext",
        "sessionIssuer",
        "userName",
        "originalEventID",
    ];

    /// <summary>No record is nested so deep.</summary>
    private const int MostDepth = 32;

    /// <summary>Of an object that names a key twice no reader knows which of the values was meant: it stays text.</summary>
    internal static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = TrailEventReader.Options.MaxDepth,
    };

    public static JsonNode? Parse(string value) => Parse(value, 0);

    private static JsonNode? Parse(string value, int depth)
    {
        if (
            depth > MostDepth
            || value is not ['{', .., '}'] and not ['[', .., ']']
            || IllFormedText.Find(value) is not null
        )
            return value;
        try
        {
            return JsonNode.Parse(value, documentOptions: Strict);
        }
        catch (JsonException)
        {
            // Names of members are not quoted in Presto's text.
            return value[0] == '{' && value[1] != '"' ? Object(value, depth) : value;
        }
    }

    private static JsonObject Object(string text, int depth)
    {
        var read = new JsonObject();
        var at = 1;
        while (at < text.Length - 1 && text.IndexOf('=', at) is >= 0 and var equals)
        {
            var name = text[at..equals].Trim(' ', ',');
            at = End(text, equals + 1);
            if (text[(equals + 1)..at] is not ("" or "null") and var value)
                read[Array.Find(Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name] = Parse(
                    value,
                    depth + 1
                );
        }
        return read;
    }

    /// <summary>Where the next member begins: a comma that no `name=` follows belongs to the value.</summary>
    private static int End(string text, int at)
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] is '{' or '[')
                depth++;
            else if (text[at] is '}' or ']' && --depth < 0)
                return at;
            else if (depth == 0 && text[at] == ',' && Member().IsMatch(text, at))
                return at;
        }
        return at;
    }

    [GeneratedRegex(@"\G, \w+=")]
    private static partial Regex Member();
}
