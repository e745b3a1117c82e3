using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.AcceptanceTests.Governance.Config;

/// <summary>Holds a schema and a reader to each other: both accept a full document, and of each variant both say the same.</summary>
internal static class SchemaVariants
{
    public static void Judge(
        string schema,
        string full,
        IEnumerable<(string Old, string[] New)> mutations,
        Action<SourceText, DiagnosticBag> read
    )
    {
        List<string> variants =
        [
            full,
            .. mutations.SelectMany(m => m.New.Select(value => Replace(full, m.Old, value))),
        ];
        var input = string.Concat(
            variants.Select(
                (text, i) =>
                    JsonSerializer.Serialize(new Dictionary<string, object> { ["id"] = i, ["document"] = text }) + "\n"
            )
        );
        var verdicts = Tool.RunJudge("schema.mjs", input, RepositoryRoot.File("schema", $"{schema}.schema.json"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToList();
        Assert.Equal(variants.Count, verdicts.Count);
        Assert.True(verdicts[0].GetProperty("valid").GetBoolean(), verdicts[0].ToString());
        for (var i = 0; i < variants.Count; i++)
        {
            var bag = new DiagnosticBag();
            read(SourceText.FromString("file.json", variants[i]), bag);
            var valid = verdicts[i].GetProperty("valid").GetBoolean();
            Assert.True(
                valid == !bag.HasErrors,
                $"the schema says {valid}, the reader reports {string.Join(" | ", bag.ToSorted().Select(d => d.Message))}\n{verdicts[i]}\n{variants[i]}"
            );
        }
    }

    private static string Replace(string text, string old, string value)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, value, StringComparison.Ordinal);
    }
}
