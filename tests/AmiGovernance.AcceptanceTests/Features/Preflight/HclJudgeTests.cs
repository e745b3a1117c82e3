using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.AcceptanceTests.Features.Preflight;

/// <summary>Our reader of HCL beside HashiCorp's (tests/judges/hcl.mjs), on samples by hand and on drawn ones.</summary>
public sealed class HclJudgeTests
{
    private static readonly string[] Samples =
    [
        "a = 1\nb = \"x\"\nc = true\nd = null\ne = [1, \"two\", [3]]\nf = { g = 1, \"h\" = var.x, (i) = 2, j.k = 3 }\n",
        "a = \"x${var.y}z\"\nb = \"${var.y}\"\nc = var.y[0].z\nd = f(1, \"a\")\ne = x ? \"y\" : 2\ng = 1 + 2\nh = -1\n",
        "a = \"a\\nb$${c}\"\nj = (1)\nk=[for x in y : x]\nl = [var.a, \"b${c}\"]\nm = {for k, v in y : k => v... if v != 1}\n",
        "a = <<EOT\n x\n  ${y}\nEOT\nb = <<-EOT\n    x\n      y\n  EOT\nc = <<E\nplain\nE\n",
        "r \"a\" \"b\" {\n x = 1\n y { z = 2 }\n y { z = 3 }\n}\nr \"a\" \"c\" {}\n",
        "a = 1.50\nb = 1e3\nd = \"é\\u00e9\"\ne={}\nf=[]\ng = x.*.y\nh = x[*].y\ni = x.0\n",
        "a = {\n x = 1,\n y = 2\n}\nb = f(\n1,\n2,\n)\nc = [\n  1, # one\n  2 // two\n]\n/* all\n of it */ d = 1\n",
        "a = provider::aws::arn_parse(\"x\").region\nb = \"${x ? \"y\" : \"z\"}\"\nc = \"${f(\"}\")}\"\nd = !x && (y || -z >= 1)\n",
        "a = \"\\\"\\\\\\t\"\nb = x[\"y\"][z]\nc = 10 % 3\nd = a.b.c[1].d\n",
        "a =\n",
        "a = \"x\n\"",
        "b {",
        "a = 1 b = 2",
        "a = [1 2]",
        "a = { x = 1 y = 2 }",
        "a = f(1",
        "a = <<EOT\nx\n",
        "= 1",
        "a = \"\\q\"",
        "a = x ? y",
        "a \"b ${c}\" {}",
    ];

    [Fact]
    public void It_reads_what_HashiCorp_reads_and_refuses_what_it_refuses()
    {
        var random = new Random(20261129);
        string[] all = [.. Samples, .. Enumerable.Range(0, 400).Select(_ => Document(random))];
        var judged = Tool.RunJudge("hcl.mjs", JsonSerializer.Serialize(all));
        var answers = JsonNode.Parse(judged)!.AsArray();
        for (var i = 0; i < all.Length; i++)
            Compare(all[i], answers[i]!);
    }

    private static void Compare(string document, JsonNode answer)
    {
        var file = HclParser.Read(SourceText.FromString("main.tf", document));
        if (answer["error"] is { } error)
        {
            Assert.True(file.Problem is not null, $"HashiCorp refuses what we read: {error}\n{document}");
            return;
        }
        Assert.True(file.Problem is null, $"we refuse what HashiCorp reads: {file.Problem?.Message}\n{document}");
        var ours = Body(file.Source, file.Body);
        Assert.True(
            JsonNode.DeepEquals(ours, Plain(answer["value"])),
            $"{document}\n{ours.ToJsonString()}\n{answer["value"]}"
        );
    }

    /// <summary>Numbers of both sides as doubles.</summary>
    private static JsonNode? Plain(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Plain(p.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Plain)]),
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(
                double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            ),
            _ => node?.DeepClone(),
        };

    private static JsonObject Body(SourceText source, HclBody body)
    {
        var result = new JsonObject();
        foreach (var attribute in body.Attributes)
            result[attribute.Name] = Value(source, attribute.Value);
        foreach (var block in body.Blocks)
        {
            var holder = result;
            var steps = block.Labels.Prepend(block.Type).ToList();
            foreach (var step in steps.SkipLast(1))
                holder = (JsonObject)(holder[step] ??= new JsonObject());
            ((JsonArray)(holder[steps[^1]] ??= new JsonArray())).Add((JsonNode)Body(source, block.Body));
        }
        return result;
    }

    private static JsonNode? Value(SourceText source, HclExpression expression) =>
        expression switch
        {
            HclLiteral { Text: "null" } => null,
            HclLiteral { Text: "true" or "false" } literal => JsonValue.Create(literal.Text == "true"),
            HclLiteral number => JsonValue.Create(double.Parse(number.Text, CultureInfo.InvariantCulture)),
            HclTemplate template => JsonValue.Create(Text(source, template)),
            HclTuple tuple => new JsonArray([.. tuple.Items.Select(i => Value(source, i))]),
            HclObject map => new JsonObject(
                map.Items.Select(i => KeyValuePair.Create(Key(source, i), Value(source, i.Value)))
            ),
            HclComputed { Parts: [HclLiteral number] } computed
                when source.GetText(computed.Span) == $"-{number.Text}" => JsonValue.Create(
                -double.Parse(number.Text, CultureInfo.InvariantCulture)
            ),
            _ => JsonValue.Create($"${{{source.GetText(expression.Span)}}}"),
        };

    private static string Key(SourceText source, HclItem item) =>
        item.Name ?? (item.Key is HclGroup ? $"${{{source.GetText(item.Key.Span)}}}" : source.GetText(item.Key.Span));

    private static string Text(SourceText source, HclTemplate template) =>
        string.Concat(
            template.Parts.Select(p =>
                p.Expression is { } inner
                    ? $"${{{source.GetText(inner.Span)}}}"
                    : p.Text!.Replace("${", "$${", StringComparison.Ordinal)
                        .Replace("%{", "%%{", StringComparison.Ordinal)
            )
        );

    private static string Document(Random random)
    {
        var lines = Enumerable.Range(0, random.Next(1, 5)).Select(i => $"a{i} = {Expression(random, 3)}\n");
        var block =
            $"block \"x\" \"y\" {{\n  b = {Expression(random, 2)}\n  inner {{\n    c = {Expression(random, 1)}\n  }}\n}}\n";
        return string.Concat(lines) + (random.Next(2) == 0 ? block : "");
    }

    private static string Expression(Random random, int depth)
    {
        string Next() => Expression(random, depth - 1);
        return random.Next(depth > 0 ? 14 : 6) switch
        {
            0 => random.Next(1000).ToString(CultureInfo.InvariantCulture),
            1 => "true",
            2 => "\"ami-0123456789abcdef0\"",
            3 => "var.image",
            4 => "\"a $${b} c\\td é\"",
            5 => "local.images[\"eu-west-1\"].id",
            6 => $"[{Next()}, {Next()}]",
            7 => $"{{ x = {Next()}, \"y z\" = {Next()} }}",
            8 => $"lookup({Next()}, {Next()})",
            9 => $"\"p-${{lookup({Next()}, var.x)}}-s\"",
            10 => $"var.x ? {Next()} : {Next()}",
            11 => $"({Next()})",
            12 => $"var.x == {Next()}",
            _ => $"[\n  {Next()}, # one\n  {Next()},\n]",
        };
    }
}
