namespace AmiGovernance.Cli.Adapters.Mcp;

/// <summary>
/// Output of one writer, which writes lines in parts, and of others, which write whole ones: none stands within another.
/// </summary>
/// <param name="questions">Those that the lines of the one writer answer.</param>
internal sealed class WholeLines(Stream inner, OpenQuestions questions) : Stream
{
    private readonly Lock gate = new();

    /// <summary>A line that is not whole yet.</summary>
    private readonly MemoryStream begun = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>For the others.</summary>
    /// <param name="line">With its line end.</param>
    public void WriteLine(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            inner.Write(line);
            inner.Flush();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var end = buffer.LastIndexOf((byte)'\n') + 1;
        begun.Write(buffer[..end]);
        if (end > 0)
        {
            WriteLine(begun.GetBuffer().AsSpan(0, (int)begun.Length));
            Answer(begun.GetBuffer().AsMemory(0, (int)begun.Length));
            begun.SetLength(0);
        }
        begun.Write(buffer[end..]);
    }

    private void Answer(ReadOnlyMemory<byte> lines)
    {
        for (var end = 0; (end = lines.Span.IndexOf((byte)'\n')) >= 0; lines = lines[(end + 1)..])
            if (end > 0)
                questions.Answered(lines[..end]);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancel) =>
        WriteAsync(buffer.AsMemory(offset, count), cancel).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancel = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
