using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>docs/reference/trail.md: an event that is damaged is told, and the rest is counted, in whatever they stand.</summary>
public sealed class DamagedEventTests
{
    private static readonly string[] Events =
    [
        .. Enumerable
            .Range(0, 4)
            .Select(i =>
                $$$"""{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"},"eventTime":"2026-01-02T03:04:05Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]}},"eventID":"e-{{{i}}}","recipientAccountId":"111122223333"}"""
            ),
    ];

    private static readonly Dictionary<string, Func<string[], string>> Forms = new(StringComparer.Ordinal)
    {
        ["lines"] = events => string.Join('\n', events),
        ["log lines"] = events => string.Concat(events.Select(e => $"2026-01-02T03:04:05.000Z {e}\r\n")),
        ["lines of files"] = events => string.Join('\n', events.Select(e => $"{{\"Records\":[{e}]}}")),
        ["subscription"] = events =>
            $"{{\"logEvents\":[{Joined(events, e => $"{{\"id\":\"1\",\"message\":{Text(e)}}}")}]}}",
        ["subscription with words"] = events =>
            $"{{\"logEvents\":[{Joined(events, e => $"{{\"message\":{Text($"host: {e}")}}}")}]}}",
        ["queue"] = events =>
            $"{{\"Messages\":[{Joined(events, e => $"{{\"Body\":{Text($"{{\"Message\":{Text(e)}}}")}}}")}]}}",
        ["LookupEvents"] = events => $"{{\"Events\":[{Joined(events, e => $"{{\"CloudTrailEvent\":{Text(e)}}}")}]}}",
        ["results"] = events =>
            $"{{\"results\":[{Joined(events, e => $"[{{\"field\":\"@message\",\"value\":{Text(e)}}}]")}]}}",
        ["table"] = events => $"@timestamp,@message\n{string.Concat(events.Select(e => $"x,{Cell(e)}\n"))}",
        ["streams"] = events =>
            $"{{\"batch\":[{Joined(events, e => $"{{\"data\":\"{Convert.ToBase64String(Gzip(e))}\"}}")}]}}",
        ["stream of lines"] = events => $"{{\"data\":\"{Convert.ToBase64String(Gzip(string.Join('\n', events)))}\"}}",
        ["unpacked streams"] = events =>
            $"{{\"batch\":[{Joined(events, e => $"{{\"data\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(e))}\"}}")}]}}",
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    private static (FileReading Reading, List<TrailEvent> Events) Read(byte[] file)
    {
        var events = new List<TrailEvent>();
        var reading = new TrailFileReader(TrailFilter.Everything).Read(() => new MemoryStream(file), events.Add);
        return (reading, events);
    }

    private static (FileReading Reading, List<TrailEvent> Events) Read(string text) =>
        Read(Encoding.UTF8.GetBytes(text));

    private static string Joined(string[] events, Func<string, string> each) => string.Join(',', events.Select(each));

    private static string Text(string value) => JsonSerializer.Serialize(value);

    private static string Cell(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_that_is_cut_anywhere_is_told_and_the_others_are_read(string form)
    {
        var (whole, all) = Read(Forms[form](Events));
        Assert.Equal((4, ""), (all.Count, string.Join("; ", whole.Gaps)));

        for (var length = 16; length < Events[1].Length; length += 7)
        {
            var (reading, events) = Read(Forms[form]([Events[0], Events[1][..length], .. Events[2..]]));
            Assert.True(events.Count == 3, $"cut after {length}: {events.Count} events");
            Assert.Equal(1, reading.Counts.DamagedRecords);
            Assert.Contains(reading.Gaps, g => g.Contains("damaged", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("streams")]
    [InlineData("stream of lines")]
    public void A_packed_text_that_is_cut_anywhere_is_told(string form)
    {
        var text = Forms[form](Events);
        var data = text[
            (text.IndexOf("H4sI", StringComparison.Ordinal))..text.IndexOf("\"}", StringComparison.Ordinal)
        ];
        for (var length = 20; length < data.Length; length += 5)
        {
            var (reading, events) = Read(text.Replace(data, data[..length], StringComparison.Ordinal));
            Assert.InRange(events.Count, form == "streams" ? 3 : 0, 4);
            Assert.Contains("an event is damaged", Assert.Single(reading.Gaps), StringComparison.Ordinal);
        }
    }

    /// <summary>Neither the splitter nor the second look at other texts raises what is wrong with the data.</summary>
    [Theory]
    [InlineData("results")]
    [InlineData("table")]
    [InlineData("queue")]
    public void Packed_files_that_are_damaged_or_cut_anywhere_are_told(string form)
    {
        var many = Enumerable
            .Range(0, 300)
            .Select(i => Events[0].Replace("e-0", $"e-{i * 7919}", StringComparison.Ordinal));
        var whole = Gzip(Forms[form]([.. many]));
        for (var at = 20; at < whole.Length; at += 41)
        {
            byte[] damaged = [.. whole[..at], (byte)~whole[at], .. whole[(at + 1)..]];
            Assert.Contains(Read(damaged).Reading.Gaps, g => g.Contains("the gzip data is", StringComparison.Ordinal));
            Assert.NotEmpty(Read(whole[..at]).Reading.Gaps);
            var bag = new DiagnosticBag();
            if (CallSources.FromEvent(new SourceText("event.json.gz", damaged), bag) is null)
                Assert.True(bag.HasErrors);
        }
    }

    [Fact]
    public void A_line_that_is_cut_in_a_long_file_costs_no_other()
    {
        var filler = new string('x', RecordSplitter.LongestRecord / 64);
        var lines = Enumerable.Range(0, 80).Select(i => $$"""{"eventName":"A{{i}}","filler":"{{filler}}"}""").ToList();
        lines[3] = lines[3][..100];
        lines[70] = lines[70][..^1];
        var names = new List<string>();
        var splitter = new RecordSplitter(
            (record, _) => names.Add(Encoding.UTF8.GetString(record[14..17]).TrimEnd('"'))
        );

        splitter.Split(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

        Assert.Equal(Enumerable.Range(0, 80).Where(i => i is not (3 or 70)).Select(i => $"A{i}"), names);
        Assert.Equal((2, null), (splitter.BrokenRecords, splitter.Problem));
        Assert.Equal(lines[..3].Sum(l => l.Length + 1), splitter.BrokenAt);
        Assert.Equal(lines.Sum(l => l.Length + 1) - 1, splitter.Length);
    }

    [Fact]
    public void What_is_no_record_after_a_cut_line_is_told_with_its_place()
    {
        var text = $"{Events[0][..50]}\n{Events[1]}\nhello\n{Events[2]}\n";
        var (reading, events) = Read(text);
        Assert.Equal(2, events.Count);
        Assert.Equal(
            [
                "1 event is cut or damaged, first at byte 0 of the text",
                $"something that is no event stands between the events, first at byte {text.IndexOf("hello", StringComparison.Ordinal)} of the text",
            ],
            reading.Gaps
        );
    }

    [Fact]
    public void The_last_line_alone_ends_in_the_middle() =>
        Assert.Equal(
            "it ends in the middle; nothing after byte " + $"{Events[0].Length + 1} of the text was read",
            Assert.Single(Read($"{Events[0]}\n{Events[1][..50]}").Reading.Gaps)
        );
}
