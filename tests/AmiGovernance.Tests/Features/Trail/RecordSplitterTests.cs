using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class RecordSplitterTests
{
    private static (List<(string Record, int Name)> Records, RecordSplitter Splitter) Split(
        string text,
        int chunk = int.MaxValue
    )
    {
        var records = new List<(string, int)>();
        var splitter = new RecordSplitter((record, name) => records.Add((Encoding.UTF8.GetString(record), name)));
        splitter.Split(new SlowStream(Encoding.UTF8.GetBytes(text), chunk));
        return (records, splitter);
    }

    private static IEnumerable<string> Records(string text) => Split(text).Records.Select(r => r.Record);

    [Theory]
    [InlineData("""{"Records":[{"a":1},{"b":2}]}""")]
    [InlineData("""{ "Records" : [ {"a":1} , {"b":2} ] , "other": [ 1, {"c":3} ] }""")]
    [InlineData("""{"first":{"x":[{}]},"Records":[{"a":1},{"b":2}]}""")]
    [InlineData("""[{"a":1},{"b":2}]""")]
    [InlineData("""[[{"a":1}],[{"b":2}]]""")]
    [InlineData("""[{"Records":[{"a":1}]},{"Records":[{"b":2}]}]""")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n")]
    [InlineData("{\"a\":1}{\"b\":2}")]
    [InlineData("""{"Records":[{"a":1}]}{"Records":[{"b":2}]}""")]
    [InlineData("""{"Events":[{"a":1},{"b":2}],"NextToken":"{[x"}""")]
    [InlineData("\uFEFF{\"Records\":[{\"a\":1},{\"b\":2}]}")]
    [InlineData("""{"Records":[],"Events":[{"a":1},{"b":2}]}""")]
    public void All_forms_give_the_same_records(string text)
    {
        var (records, splitter) = Split(text);
        Assert.Equal(["""{"a":1}""", """{"b":2}"""], records.Select(r => r.Record));
        Assert.Null(splitter.Problem);
        Assert.Equal(0, splitter.Strays);
    }

    [Theory]
    [InlineData("""{"a":"} ] \" { [","b":{"c":[1,{"d":"\\"}]}}""")]
    [InlineData("""{"a":"\\\\\\\"}","b":"\\\\"}""")]
    [InlineData("""{"Records":"none","x":{"Records":[{"y":1}]}}""")]
    [InlineData("""{"x\"Records":[{"y":1}]}""")]
    public void Brackets_and_quotes_in_text_end_nothing(string record) =>
        Assert.Equal([record], Records($"[{record}]"));

    [Fact]
    public void Empty_texts_hold_no_record_and_no_damage()
    {
        foreach (var text in new[] { "", " \n", "[]", "{\"Records\":[]}", "\uFEFF" })
        {
            var (records, splitter) = Split(text);
            Assert.Empty(records);
            Assert.Null(splitter.Problem);
            Assert.Equal(0, splitter.Strays);
        }
    }

    [Theory]
    [InlineData("""{"Records":[{"a":1},{"b":""", "it ends in the middle", 18)]
    [InlineData("""{"Records":[{"a":1},{"b":"x""", "it ends in the middle", 20)]
    [InlineData("""{"Records":[{"a":1},""", "it ends in the middle", 19)]
    [InlineData("""[{"a":1}}""", "brackets do not match", 8)]
    [InlineData("""{"a":1}]""", "brackets do not match", 7)]
    public void A_cut_or_crooked_text_is_told_with_its_place(string text, string problem, int at)
    {
        var (records, splitter) = Split(text);
        Assert.Equal("""{"a":1}""", records[0].Record);
        Assert.Equal((problem, true), (splitter.Problem, Math.Abs(splitter.ProblemAt - at) <= 2));
    }

    [Theory]
    [InlineData("""[{"a":1}, 17, {"b":2}]""", 1)]
    [InlineData("""["text",{"a":1},{"b":2}]""", 1)]
    [InlineData("garbage\n{\"a\":1}\nmore garbage\n{\"b\":2}", 2)]
    public void What_is_no_record_between_records_is_counted(string text, int strays)
    {
        var (records, splitter) = Split(text);
        Assert.Equal(2, records.Count);
        Assert.Equal(strays, splitter.Strays);
    }

    [Theory]
    [InlineData("""{"eventName":"RunInstances"}""", "\"RunInstances\"}")]
    [InlineData(
        """{"a":{"eventName":"x"},"eventName" : "RunInstances","b":[{"eventName":"y"}]}""",
        "\"RunInstances\","
    )]
    [InlineData("""{"a":"eventName","eventName":"RunInstances"}""", null)]
    [InlineData("""{"a":"eventName","b":1}""", null)]
    [InlineData("""{"eventN\u0061me":"RunInstances"}""", null)]
    [InlineData("""{"eventNote":"x"}""", null)]
    [InlineData("""{"a":1}""", null)]
    public void The_place_of_the_name_is_told_only_when_it_is_sure(string record, string? value)
    {
        var (text, name) = Assert.Single(Split($"[{record}]").Records);
        if (value is null)
            Assert.Equal(-1, name);
        else
            Assert.StartsWith(value, text[name..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_longer_than_any_real_one_is_counted_and_the_next_is_read()
    {
        var (records, splitter) = Split(
            $$"""{"Records":[{"a":"{{new string('x', RecordSplitter.LongestRecord + 100_000)}}"},{"b":2}]}"""
        );
        Assert.Equal("""{"b":2}""", Assert.Single(records).Record);
        Assert.Equal(1, splitter.TooLongRecords);
    }

    [Fact]
    public void Deep_nesting_is_no_problem() =>
        Assert.Single(Records($$"""{"Records":[{"a":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}]}"""));

    private static readonly Gen<string> Text = Choose
        .From(
            "",
            "a",
            "\"",
            "\\",
            "eventName",
            "eventN",
            "{",
            "}",
            "[",
            "]",
            "é😀",
            "\n",
            new string('x', 70),
            "Records"
        )
        .Array[0, 4]
        .Select(parts => string.Concat(parts));

    private static Gen<object?> Value(int depth) =>
        depth == 0
            ? Gen.OneOf<object?>(
                Text.Select(t => (object?)t),
                Gen.Int.Select(i => (object?)i),
                Gen.Const((object?)null)
            )
            : Gen.Frequency<object?>(
                (3, Value(0)),
                (1, Value(depth - 1).Array[0, 3].Select(a => (object?)a)),
                (1, Record(depth - 1).Select(r => (object?)r))
            );

    private static Gen<Dictionary<string, object?>> Record(int depth) =>
        Gen.Select(Text, Value(depth))
            .Array[0, 5]
            .Select(pairs => pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2));

    [Fact]
    public void Any_records_come_out_as_they_went_in_however_the_bytes_arrive() =>
        Gen.Select(Record(3).Array[0, 12], Gen.Int[0, 3], Gen.Int[1, 200], Gen.Bool)
            .Sample(
                (records, form, chunk, indented) =>
                {
                    var options = new JsonSerializerOptions
                    {
                        WriteIndented = indented,
                        Encoder =
                            chunk % 2 == 0
                                ? System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
                                : null,
                    };
                    // A record of these alone could be taken for something that holds records.
                    var written = records
                        .Where(r => !r.ContainsKey("Records"))
                        .Select(r => JsonSerializer.Serialize(r, options))
                        .ToList();
                    var list = string.Join(indented ? ",\n" : ",", written);
                    var text = form switch
                    {
                        0 => $"{{\"Records\":[{list}]}}",
                        1 => $"[{list}]",
                        2 => string.Join('\n', written),
                        _ => $"{{\"Events\": [{list}] }}",
                    };
                    var (found, splitter) = Split(text, chunk);
                    return splitter.Problem is null
                        && splitter.Strays == 0
                        && found.Select(r => r.Record).SequenceEqual(written)
                        && found.All(IsTrue);
                },
                seed: "0000KOIPe036",
                iter: TestScale.Samples(3000)
            );

    /// <summary>Where a place is told, the value of `eventName` stands there.</summary>
    private static bool IsTrue((string Record, int Name) found)
    {
        if (found.Name < 0)
            return true;
        using var document = JsonDocument.Parse(found.Record);
        var bytes = Encoding.UTF8.GetBytes(found.Record);
        return document.RootElement.TryGetProperty("eventName", out var value)
            && Encoding.UTF8.GetString(bytes[found.Name..]).StartsWith(value.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class SlowStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
