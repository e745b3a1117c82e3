using System.Globalization;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>A table as JSON lines: each line comes back within its decision.</summary>
internal static class SimulatedJson
{
    public static bool Run(TextWriter output, TextReader input, SimulateCalls simulation, SimulationCount count)
    {
        while (input.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            var row = Row(line);
            var decided = row is null
                ? SimulatedCall.Error("the line is no JSON object of texts, numbers and `true` or `false`")
                : simulation.Decide(row);
            var statement = JsonEncodedText.Encode(decided.Statement);
            var dependsOn = JsonEncodedText.Encode(decided.DependsOn);
            var request = row is null ? "null" : Ascii(line);
            var answer =
                $"\"decision\":\"{decided.Decision}\",\"layer\":\"{decided.Layer}\",\"statement\":\"{statement}\"";
            output.WriteLine(
                $$"""{{{answer}},"depends_on":"{{dependsOn}}","mark":"{{decided.Mark}}","request":{{request}}}"""
            );
            count.Add(decided);
        }
        return true;
    }

    /// <summary>The same JSON: what is not plain ASCII stands in strings only, tabs apart.</summary>
    private static string Ascii(string json)
    {
        var result = new StringBuilder(json.Length);
        foreach (var c in json)
        {
            if (c is >= ' ' and <= '~')
                result.Append(c);
            else if (c is '\t' or '\r')
                result.Append(' ');
            else
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }
        return result.ToString();
    }

    /// <summary>Which of two values counts, nobody could say.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Null when the line is no object of distinct names with plain values.</summary>
    private static Dictionary<string, string>? Row(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var members = document.RootElement.EnumerateObject().ToList();
            return members.Exists(m => m.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                ? null
                : members.ToDictionary(m => m.Name, m => m.Value.ToString(), StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException) when (IllFormedText.Find(line) is not null)
        {
            return null;
        }
    }
}
