using System.Text;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Tests.Cli;

public sealed class StandardStreamsTests
{
    /// <summary>Both streams of the process on one pipe, as with `2>&amp;1`: what one write hands over.</summary>
    private sealed class Pipe : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public string Text => string.Concat(Writes);

        public override void Write(ReadOnlySpan<byte> buffer) => Writes.Add(Encoding.UTF8.GetString(buffer));
    }

    private static (StandardStreams Streams, Pipe Pipe) Open()
    {
        var pipe = new Pipe();
        return (new StandardStreams(pipe, pipe), pipe);
    }

    [Fact]
    public void Lines_of_both_come_in_their_order()
    {
        var (streams, pipe) = Open();
        for (var i = 0; i < 3; i++)
        {
            streams.Out.WriteLine($"result {i}");
            streams.Error.WriteLine($"finding {i}");
        }
        streams.Out.Flush();
        streams.Error.Flush();
        Assert.Equal("result 0\nfinding 0\nresult 1\nfinding 1\nresult 2\nfinding 2\n", pipe.Text);
    }

    [Fact]
    public void A_line_that_is_longer_than_any_buffer_is_written_at_once()
    {
        var (streams, pipe) = Open();
        var line = new string('x', 100_000);
        streams.Error.Write(line[..60_000]);
        streams.Out.WriteLine("result");
        streams.Error.WriteLine(line[60_000..]);
        streams.Error.Flush();
        Assert.Equal(["result\n", $"{line}\n"], pipe.Writes);
    }

    [Fact]
    public void A_question_is_there_before_its_answer()
    {
        var (streams, pipe) = Open();
        streams.Out.WriteLine("plan");
        streams.Error.Write("apply? ");
        streams.Error.Flush();
        Assert.Equal("plan\napply? ", pipe.Text);
    }

    [Fact]
    public void Nothing_is_written_in_mid_line_whoever_writes()
    {
        var (streams, pipe) = Open();
        Parallel.For(
            0,
            8,
            writer =>
            {
                var to = writer % 2 == 0 ? streams.Out : streams.Error;
                for (var i = 0; i < 500; i++)
                    to.WriteLine($"{writer} {i} {new string((char)('a' + writer), i % 300)}é");
            }
        );
        streams.Out.Flush();
        streams.Error.Flush();
        Assert.All(pipe.Writes, w => Assert.EndsWith("\n", w, StringComparison.Ordinal));
        var lines = pipe.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(4000, lines.Length);
        Assert.All(lines, l => Assert.Matches("^[0-7] [0-9]+ ([a-h])*é$", l));
    }
}
