using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Hostile;

/// <summary>Puts hostile texts into the input of a case. Equal seeds give equal input.</summary>
/// <param name="everywhere">Every text that people choose freely, at its end; otherwise one value of any kind, as a whole.</param>
internal sealed class HostileInput(int seed, bool everywhere)
{
    private const string Half = "HALF-A-PAIR";

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Members of JSON that hold words of people or strangers; the values of all others have a form that is checked.</summary>
    private static readonly HashSet<string> Free = new(
        (
            "name vendor_name reason ticket requested_by notes business_justification workload_description migration_plan sponsor"
            + " technical_contact description detail who why userName userAgent errorMessage errorCode sourceIPAddress Sid"
            + " principalId purpose"
        ).Split(' '),
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> FreeOptions = new(
        "--reason --justification --workload --override --reason --ticket --because --error".Split(' '),
        StringComparer.Ordinal
    );

    /// <summary>Of an account's name (Organizations API reference, "CreateAccount").</summary>
    private const int LongestName = 50;

    private readonly Random random = new(seed);

    /// <summary>Everywhere, what a configuration takes: one text that it refuses would end every command at once.</summary>
    public string Next()
    {
        var texts = everywhere ? HostileTexts.Taken : HostileTexts.All;
        return texts[random.Next(texts.Length)];
    }

    public byte[] Change(string path, byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var changed =
            path.EndsWith(".jsonl", StringComparison.Ordinal) ? string.Join('\n', text.Split('\n').Select(Json))
            : path.EndsWith(".json", StringComparison.Ordinal) ? Json(text)
            : Lines(text);
        return Encoding.UTF8.GetBytes(changed);
    }

    public string[] Arguments(string[] given) =>
        [
            .. given.Select(
                (word, i) => everywhere && i > 0 && FreeOptions.Contains(given[i - 1]) ? word + Next() : word
            ),
        ];

    private string Json(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not { } root)
                return text;
            var leaves = Leaves(root).ToList();
            if (everywhere)
                foreach (var leaf in leaves.Where(l => l.GetPath().Split('.')[^1] is var name && Free.Contains(name)))
                    leaf.ReplaceWith(Longer(leaf));
            else if (leaves.Count > 0)
                leaves[random.Next(leaves.Count)].ReplaceWith(Shown(Next()));
            return root.ToJsonString(Relaxed).Replace(Half, "\\ud800", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return text;
        }
    }

    private string Longer(JsonNode leaf)
    {
        var text = leaf.GetValue<string>() + Next();
        var isName = leaf.GetPath().EndsWith(".name", StringComparison.Ordinal);
        return isName && text.Length > LongestName ? text[..LongestName] : text;
    }

    private static string Shown(string text) =>
        text.Replace("\ud800", Half, StringComparison.Ordinal).Replace("half\udc00", Half, StringComparison.Ordinal);

    private static IEnumerable<JsonNode> Leaves(JsonNode node) =>
        node switch
        {
            JsonObject members => members.Select(m => m.Value).OfType<JsonNode>().SelectMany(Leaves),
            JsonArray items => items.OfType<JsonNode>().SelectMany(Leaves),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => [value],
            _ => [],
        };

    /// <summary>A form, a table or a list: what stands at the end of a line is longer.</summary>
    private string Lines(string text)
    {
        var lines = text.Split('\n');
        var at = random.Next(lines.Length);
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].Length > 0 && (everywhere || i == at))
                lines[i] += Next().ReplaceLineEndings(" ");
        return string.Join('\n', lines);
    }
}
