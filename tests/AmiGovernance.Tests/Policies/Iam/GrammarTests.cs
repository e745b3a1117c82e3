using System.Text.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Policies.Iam;

/// <summary>
/// What AWS's grammar of policies allows and what not, as data, each with the documentation page: tests/data/iam/grammar.json.
/// </summary>
public sealed class GrammarTests
{
    private static readonly string Vectors = RepositoryRoot.File("tests", "data", "iam", "grammar.json");

    [Fact]
    public void Each_deviation_is_found_where_it_stands_and_nothing_else()
    {
        foreach (var vector in JsonDocument.Parse(File.ReadAllText(Vectors)).RootElement.EnumerateArray())
        {
            var type = Enum.Parse<PolicyType>(vector.GetProperty("type").GetString()!);
            var document = vector.GetProperty("document");
            var found = Read(document, type).Findings.Select(f => $"{f.Location.Pointer}: {f.Message}");
            var wanted = vector.GetProperty("findings").EnumerateArray().Select(f => f.GetString()!);
            Assert.True(
                wanted.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)),
                $"{string.Join(" | ", found)}: {vector}"
            );
        }
    }

    /// <summary>What the grammar allows means the same when it is written again.</summary>
    [Fact]
    public void What_is_allowed_is_written_as_it_was_read()
    {
        foreach (var vector in JsonDocument.Parse(File.ReadAllText(Vectors)).RootElement.EnumerateArray())
        {
            if (vector.GetProperty("findings").GetArrayLength() > 0)
                continue;
            var type = Enum.Parse<PolicyType>(vector.GetProperty("type").GetString()!);
            var document = vector.GetProperty("document");
            var written = JsonDocument.Parse(PolicyWriter.Minified(Read(document, type).Sound)).RootElement;
            Assert.True(Normal(document) == Normal(written), $"{written.GetRawText()}: {document.GetRawText()}");
        }
    }

    private static Core.Base.Diagnostics.Reading<PolicyDocument> Read(JsonElement document, PolicyType type) =>
        PolicyParser.Read(SourceText.FromString("policy", document.GetRawText()), type);

    /// <summary>Members have no order, a list of one is its element, and values of conditions are texts.</summary>
    private static string Normal(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object =>
                $"{{{string.Join(',', json.EnumerateObject().Select(Member).Order(StringComparer.Ordinal))}}}",
            JsonValueKind.Array when json.GetArrayLength() == 1 => Normal(json[0]),
            JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Normal))}]",
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => json.ToString(),
        };

    private static string Member(JsonProperty property) => $"{property.Name}={Normal(property.Value)}";
}
