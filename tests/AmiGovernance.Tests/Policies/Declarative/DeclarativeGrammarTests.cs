using System.Text.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Policies.Declarative;

/// <summary>
/// What AWS's grammar and limits of EC2 declarative policies allow and what not, as data, each with the documentation page:
/// tests/data/declarative/grammar.json.
/// </summary>
public sealed class DeclarativeGrammarTests
{
    private static IEnumerable<JsonElement> Vectors =>
        JsonDocument
            .Parse(File.ReadAllText(RepositoryRoot.File("tests", "data", "declarative", "grammar.json")))
            .RootElement.EnumerateArray();

    [Fact]
    public void Each_deviation_is_found_where_it_stands_and_nothing_else()
    {
        foreach (var vector in Vectors)
        {
            var source = SourceText.FromString("policy", vector.GetProperty("document").GetRawText());
            var found = DeclarativePolicyParser
                .Read(source)
                .Findings.Select(f => $"{f.Location.Pointer}: {f.Message}")
                .Order(StringComparer.Ordinal);
            var wanted = vector.GetProperty("findings").EnumerateArray().Select(f => f.GetString()!);
            Assert.True(
                wanted.Order(StringComparer.Ordinal).SequenceEqual(found),
                $"{string.Join(" | ", found)}: {vector}"
            );
        }
    }

    /// <summary>Organizations user guide, "Value-setting operators": `@@remove` takes values from a list.</summary>
    [Fact]
    public void A_list_is_what_is_assigned_and_appended_without_what_is_removed()
    {
        const string Document = """
            {
              "ec2_attributes": {
                "allowed_images_settings": {
                  "state": { "@@assign": "enabled" },
                  "image_criteria": {
                    "criteria_2": {
                      "allowed_image_providers": {
                        "@@assign": [ "amazon", "111122223333" ],
                        "@@append": [ "222233334444", "333344445555" ],
                        "@@remove": [ "111122223333", "333344445555" ]
                      }
                    }
                  }
                }
              }
            }
            """;
        var read = DeclarativePolicyParser.Read(SourceText.FromString("policy", Document)).Sound;
        Assert.Equal(["amazon", "222233334444"], read.Criteria.Single().Providers);
        Assert.Equal(2, read.Criteria.Single().Number);
        Assert.Null(read.Criteria.Single().Criteria);
    }
}
