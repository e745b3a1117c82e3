using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Base.Json;

public sealed class JsonParserTests
{
    private static readonly Gen<string> JsonishText = Choose
        .From(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "'",
            "\\",
            "/",
            "//",
            "/*",
            "*/",
            "#",
            "\n",
            " ",
            "\t",
            "true",
            "null",
            "nul",
            "-",
            "0",
            "012",
            "1e5",
            "1.5.2",
            "\"a\"",
            "\"b\":",
            "\\u00e9",
            "\\ud83d",
            "\\q",
            "é",
            "😀",
            "\u0001",
            "=",
            "{\"k\":1}",
            "[1,2]",
            "\"\\n\""
        )
        .Array[0, 40]
        .Select(string.Concat);

    [Fact]
    public void Accepts_exactly_what_System_Text_Json_accepts_and_reads_the_same_values() =>
        JsonishText.Sample(
            text =>
            {
                var bag = new DiagnosticBag();
                var tree = JsonParser.Parse(SourceText.FromString("f.json", text), bag);
                var reference = Reference(text);
                // Duplicate keys are the one thing that we refuse and the reference does not.
                var strict = bag.ToSorted().Where(d => d.Code != "AMI0007").ToList();
                if (strict.Count == 0 != reference is not null)
                    return false;
                return tree is null || reference is null || bag.Count > 0 || Same(tree.Root, reference.RootElement);
            },
            iter: TestScale.Samples(20_000),
            seed: "0000KeyUzkM3"
        );

    [Fact]
    public void Never_crashes_and_always_says_where() =>
        Gen
            .Byte.Array[0, 200]
            .Select(Gen.Bool, JsonishText, (bytes, raw, text) => raw ? bytes : Encoding.UTF8.GetBytes(text))
            .Sample(
                bytes =>
                {
                    var bag = new DiagnosticBag();
                    var source = new SourceText("f.json", bytes);
                    var tree = JsonParser.Parse(source, bag);
                    // Whatever was made of it is written as JSON.
                    if (tree is not null)
                        JsonDocument.Parse(JsonNodeWriter.Minified(tree.Root)).Dispose();
                    return (tree is not null || bag.HasErrors)
                        && bag.ToSorted()
                            .All(d =>
                                d.Location.Span.Start >= 0
                                && d.Location.Span.End <= bytes.Length
                                && d.Location.Start.Line >= 1
                                && d.Message.Length > 0
                            );
                },
                iter: TestScale.Samples(20_000),
                seed: "0000KeyUzkM3"
            );

    [Theory]
    [InlineData("012", "\"012\"")]
    [InlineData("-", "\"-\"")]
    [InlineData("1.", "\"1.\"")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("-0.50e+2", "-0.50e+2")]
    public void What_only_looks_like_a_number_is_reported_and_written_as_a_string(string word, string written)
    {
        var bag = new DiagnosticBag();
        var tree = JsonParser.Parse(SourceText.FromString("f.json", $"[{word}]"), bag);
        Assert.Equal($"[{written}]", JsonNodeWriter.Minified(tree!.Root));
        Assert.Equal(written[0] == '"', bag.HasErrors);
    }

    [Fact]
    public void Safe_fixes_lead_to_a_document_that_parses()
    {
        const string broken = "{ \"a\": [1 2,], \"b\": True, \"c\" 'x', }";
        var source = SourceText.FromString("f.json", broken);
        for (var round = 0; round < 3; round++)
        {
            var bag = new DiagnosticBag();
            JsonParser.Parse(source, bag);
            var (bytes, _) = TextFixes.Apply(
                source,
                bag.ToSorted().Select(d => d.Fix).OfType<TextFix>().Where(f => f.IsSafe)
            );
            source = new SourceText("f.json", bytes);
        }
        Assert.Equal("""{ "a": [1, 2], "b": true, "c": "x" }""", source.GetText(new TextSpan(0, source.Bytes.Length)));
    }

    [Fact]
    public void A_file_of_50_MB_is_read()
    {
        var entry = Encoding.UTF8.GetBytes(
            "  { \"account_id\": \"111122223333\", \"notes\": \"" + new string('x', 400) + "\" },\n"
        );
        using var text = new MemoryStream();
        text.Write("[\n"u8);
        while (text.Length < 50 * 1024 * 1024)
            text.Write(entry);
        text.Write("  {}\n]"u8);
        var bag = new DiagnosticBag();
        var tree = JsonParser.Parse(new SourceText("f.json", text.ToArray()), bag);
        Assert.Equal(0, bag.Count);
        Assert.True(((JsonArray)tree!.Root).Items.Count > 100_000);
    }

    [Fact]
    public void Columns_count_UTF_16_units_and_the_byte_order_mark_counts_nothing()
    {
        var bag = new DiagnosticBag();
        JsonParser.Parse(new SourceText("f.json", (byte[])[0xEF, 0xBB, 0xBF, .. "[\"é😀\", x]"u8]), bag);
        var error = bag.ToSorted().Single(d => d.Code == "AMI0004");
        Assert.Equal(new LinePosition(1, 9), error.Location.Start);
    }

    [Fact]
    public void Pointers_name_the_value_and_escape_their_steps()
    {
        var tree = JsonParser.Parse(
            SourceText.FromString("f.json", """{ "a/b": [ { "c~d": 1 } ] }"""),
            new DiagnosticBag()
        );
        var inner = (JsonObject)((JsonArray)((JsonObject)tree!.Root)["a/b"]!).Items[0];
        Assert.Equal("/a~1b/0/c~0d", inner["c~d"]!.Pointer);
    }

    private static JsonDocument? Reference(string text)
    {
        try
        {
            var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
            Walk(document.RootElement);
            return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // A lone surrogate only shows when the string is asked for.
    private static void Walk(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            element.GetString();
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                Walk(item);
        if (element.ValueKind == JsonValueKind.Object)
            foreach (var property in element.EnumerateObject())
            {
                _ = property.Name;
                Walk(property.Value);
            }
    }

    private static bool Same(JsonNode node, JsonElement reference) =>
        node switch
        {
            JsonString text => reference.ValueKind == JsonValueKind.String && text.Value == reference.GetString(),
            JsonNumber number => reference.ValueKind == JsonValueKind.Number && number.Text == reference.GetRawText(),
            JsonBoolean boolean => reference.ValueKind == (boolean.Value ? JsonValueKind.True : JsonValueKind.False),
            JsonNull => reference.ValueKind == JsonValueKind.Null,
            JsonArray array => reference.ValueKind == JsonValueKind.Array
                && array.Items.Count == reference.GetArrayLength()
                && array.Items.Zip(reference.EnumerateArray()).All(p => Same(p.First, p.Second)),
            JsonObject found => reference.ValueKind == JsonValueKind.Object
                && found
                    .Properties.Zip(reference.EnumerateObject())
                    .All(p => p.First.Name == p.Second.Name && Same(p.First.Value, p.Second.Value)),
            _ => false,
        };
}
