using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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
    ];

    public static JsonNode? Parse(string value)
    {
        if (value is not ['{', .., '}'] and not ['[', .., ']'])
            return value;
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return value[0] == '{' ? Object(value) : value;
        }
    }

    private static JsonObject Object(string text)
    {
        var read = new JsonObject();
        var at = 1;
        while (at < text.Length - 1 && text.IndexOf('=', at) is >= 0 and var equals)
        {
            var name = text[at..equals].Trim(' ', ',');
            at = End(text, equals + 1);
            if (text[(equals + 1)..at] is not ("" or "null") and var value)
                read[Array.Find(Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name] = Parse(value);
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
