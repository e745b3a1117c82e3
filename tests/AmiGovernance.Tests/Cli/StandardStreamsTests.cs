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

    /// <summary>What is said beside an answer is not worth the answer.</summary>
    [Fact]
    public void An_answer_is_written_where_nothing_can_be_said_beside_it()
    {
        var pipe = new Pipe();
        var streams = new StandardStreams(pipe, new ClosedStream("standard error"));
        streams.Error.WriteLine("finding");
        streams.Error.Flush();
        streams.Out.WriteLine("result");
        streams.Out.Flush();
        streams.Dispose();
        Assert.Equal("result\n", pipe.Text);
        Assert.False(streams.IsWhole);
    }

    [Fact]
    public void An_answer_that_cannot_be_written_is_raised_and_never_again_when_the_process_ends()
    {
        var pipe = new Pipe();
        var streams = new StandardStreams(new ClosedStream("standard output"), pipe);
        streams.Out.WriteLine("result");
        var raised = Assert.Throws<UnwrittenOutputException>(streams.Out.Flush);
        Assert.Equal("standard output is closed", raised.Message);
        streams.Error.WriteLine("finding");
        streams.Dispose();
        Assert.Equal("finding\n", pipe.Text);
    }

    /// <summary>proc(5): `flags` are octal, and hold O_CLOEXEC (02000000) where execve(2) closes the descriptor.</summary>
    [Theory]
    [InlineData("pos:\t0|flags:\t0100002|mnt_id:\t27", true)]
    [InlineData("pos:\t0|flags:\t02000000|mnt_id:\t16", false)]
    [InlineData("pos:\t0|flags:\t02100001|mnt_id:\t16", false)]
    [InlineData("", false)]
    public void What_a_process_opened_for_itself_did_not_come_from_its_parent(string info, bool isInherited) =>
        Assert.Equal(isInherited, InheritedStreams.IsInherited(info.Split('|')));
}
