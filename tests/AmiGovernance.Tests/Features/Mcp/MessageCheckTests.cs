using System.Text;
using System.Text.Json;
using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Mcp;

namespace AmiGovernance.Tests.Features.Mcp;

/// <summary>JSON-RPC 2.0, sections 4 and 5.1: who sends what is no message is told so, by its id where that can be read.</summary>
public sealed class MessageCheckTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("not json", -32700, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":1""", -32700, "null")]
    [InlineData("{}", -32600, "null")]
    [InlineData("5", -32600, "null")]
    [InlineData("null", -32600, "null")]
    [InlineData("""[{"jsonrpc":"2.0","id":4,"method":"ping"}]""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"ping"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":"\ud800","method":"ping"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""", -32600, "1")]
    [InlineData("""{"jsonrpc":"2.0","id":"a","method":7}""", -32600, "\"a\"")]
    [InlineData("""{"jsonrpc":"2.0","id":6,"method":"tools/list","params":[1]}""", -32602, "6")]
    [InlineData("""{"jsonrpc":"2.0","id":6,"method":"tools/list","params":{"cursor":5}}""", -32602, "6")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call"}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":5}}""", -32602, "7")]
    [InlineData(
        """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"status","arguments":[]}}""",
        -32602,
        "7"
    )]
    [InlineData(
        """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x","arguments":{"error":"\ud800"}}}""",
        -32602,
        "7"
    )]
    [InlineData(
        """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x","arguments":{"\udc00":"a"}}}""",
        -32602,
        "7"
    )]
    [InlineData("""{"jsonrpc":"2.0","id":8,"method":"initialize"}""", -32602, "8")]
    [InlineData("""{"jsonrpc":"2.0","id":8,"method":"initialize","params":{}}""", -32602, "8")]
    public void What_is_no_message_is_answered(string line, int code, string id)
    {
        var answer = JsonElement.Parse(MessageCheck.Refusal(Encoding.UTF8.GetBytes(line))!);
        Assert.Equal("2.0", answer.GetProperty("jsonrpc").GetString());
        Assert.Equal(id, answer.GetProperty("id").GetRawText());
        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"a","method":"no/such","params":{"x":[1]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"status","arguments":null}}""")]
    [InlineData(
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"a":"\ud83d\ude00"}}}"""
    )]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/initialized"}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":[]}""")]
    public void A_message_is_passed_on(string line) => Assert.Null(MessageCheck.Refusal(Encoding.UTF8.GetBytes(line)));

    /// <summary>A byte order mark and blank lines are nothing; a line that is too long is cut off, and answered once.</summary>
    [Fact]
    public async Task Lines_become_messages_or_answers()
    {
        const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
        var text = $"\ufeff{Ping}\r\n\n  \nnot json\n{Ping[..^1]}{new string(' ', 100)}}}\n{Ping}";
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var answers = new List<string>();
        using var lines = new MessageLines(
            input,
            a => answers.Add(Encoding.UTF8.GetString(a)),
            new OpenQuestions(),
            80,
            Cancel
        );
        using var reader = new StreamReader(lines);
        Assert.Equal($"{Ping}\n{Ping}\n", await reader.ReadToEndAsync(Cancel));
        Assert.Equal(2, answers.Count);
        Assert.All(answers, a => Assert.Contains("-32700", a, StringComparison.Ordinal));
        Assert.All(answers, a => Assert.EndsWith("}\n", a, StringComparison.Ordinal));
    }

    /// <summary>All that stands before the end of a pipe is answered; see JSON-RPC 2.0, section 5.</summary>
    [Fact]
    public async Task Each_request_before_the_end_is_answered()
    {
        const string Initialize = """
            {"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
            """;
        const string Explain = """
            {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"explain","arguments":{}}}
            """;
        const string Unknown = """{"jsonrpc":"2.0","id":8,"method":"nothing/known"}""";
        const string Cancelled =
            """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"never asked"}}""";
        using var input = new MemoryStream(
            Encoding.UTF8.GetBytes($"{Initialize}\n{Explain}\n{Unknown}\n{Cancelled}\n")
        );
        using var output = new MemoryStream();
        using var amigov = new Amigov();
        var context = amigov.Context(TextWriter.Null, TextWriter.Null) with { OpenProtocol = () => (input, output) };

        Assert.Equal(0, await AmigovProgram.Run(["mcp"], context, Cancel));

        var answers = Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(3, answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(
            ["\"id\":\"a\"", "\"id\":7", "\"id\":8"],
            id => Assert.Contains(id, answers, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_end_waits_for_open_requests_alone()
    {
        var questions = new OpenQuestions();
        Assert.True(questions.AllAnswered().IsCompleted);
        questions.Asked("""{"id":1,"method":"tools/call"}"""u8.ToArray());
        questions.Asked("""{"id":"2","method":"tools/call"}"""u8.ToArray());
        questions.Asked("""{"id":5,"result":{}}"""u8.ToArray());
        var end = questions.AllAnswered();
        questions.Answered("""{"id":1,"result":{}}"""u8.ToArray());
        questions.Answered("""{"id":"2","method":"roots/list"}"""u8.ToArray());
        Assert.False(end.IsCompleted);
        questions.Asked("""{"method":"notifications/cancelled","params":{"requestId":"2"}}"""u8.ToArray());
        await end;
    }

    /// <summary>Ctrl-C: nobody can take back a read of standard input, and nobody waits for it.</summary>
    [Fact]
    public async Task A_cancellation_ends_the_input_that_nobody_closes()
    {
        using var end = new CancellationTokenSource();
        using var lines = new MessageLines(new Silence(), _ => { }, new OpenQuestions(), 80, end.Token);
        var read = lines.ReadAsync(new byte[10], Cancel).AsTask();
        Assert.False(read.IsCompleted);
        await end.CancelAsync();
        Assert.Equal(0, await read);
        Assert.Equal(0, await lines.ReadAsync(new byte[10], Cancel));
    }

    [Fact]
    public async Task The_server_ends_with_it()
    {
        using var end = new CancellationTokenSource();
        using var amigov = new Amigov();
        var context = amigov.Context(TextWriter.Null, TextWriter.Null) with
        {
            OpenProtocol = () => (new Silence(), Stream.Null),
        };
        var server = AmigovProgram.Run(["mcp"], context, end.Token);
        await end.CancelAsync();
        Assert.Equal(130, await server);
    }

    [Fact]
    public async Task Lines_of_two_writers_stay_whole()
    {
        using var output = new MemoryStream();
        await using var lines = new WholeLines(output, new OpenQuestions());
        await lines.WriteAsync("\"one "u8.ToArray(), Cancel);
        lines.WriteLine("two\n"u8);
        await lines.WriteAsync("line\"\n\"three\"\n\"fo"u8.ToArray(), Cancel);
        lines.WriteLine("five\n"u8);
        await lines.WriteAsync("ur\"\n"u8.ToArray(), Cancel);
        Assert.Equal("two\n\"one line\"\n\"three\"\nfive\n\"four\"\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    /// <summary>A read of it ends never, whatever its token says.</summary>
    private sealed class Silence : MemoryStream
    {
        private readonly TaskCompletionSource<int> never = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default) =>
            new(never.Task);
    }
}
