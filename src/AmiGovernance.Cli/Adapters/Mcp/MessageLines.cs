using AmiGovernance.Core.Features.Trail.Reading;

namespace AmiGovernance.Cli.Adapters.Mcp;

/// <summary>
/// Input of lines, each of which is a message, for a server that passes over what is none: such a line is answered here, and not passed
/// on. A line is cut off at a length, for a client without bounds must not fill the memory; what is left of it is no JSON.
/// </summary>
/// <param name="answer">Takes the answer to what is none, a whole line.</param>
/// <param name="questions">What is passed on, and the end waits for.</param>
/// <param name="longest">In bytes, of a line.</param>
/// <param name="end">Ends the input: a read of standard input itself cannot be taken back.</param>
internal sealed class MessageLines(
    Stream inner,
    Action<byte[]> answer,
    OpenQuestions questions,
    int longest,
    CancellationToken end
) : ForwardStream
{
    /// <summary>At the end, for answers that are not there yet.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly byte[] chunk = new byte[64 << 10];
    private readonly MemoryStream line = new();
    private ReadOnlyMemory<byte> read;
    private ReadOnlyMemory<byte> message;
    private bool isOver;

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancel) =>
        ReadAsync(buffer.AsMemory(offset, count), cancel).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
    {
        while (message.IsEmpty)
        {
            if (!await ReadLine(cancel))
                return 0;
            Take();
        }
        var count = Math.Min(buffer.Length, message.Length);
        message[..count].CopyTo(buffer);
        message = message[count..];
        return count;
    }

    /// <summary>The line becomes a message, an answer, or nothing where it is blank.</summary>
    private void Take()
    {
        var given = MessageCheck.Bare(line.GetBuffer().AsMemory(0, (int)line.Length));
        if (given.IsEmpty)
            return;
        if (MessageCheck.Refusal(given) is { } refusal)
            answer([.. refusal, (byte)'\n']);
        else
            Pass(given);
    }

    private void Pass(ReadOnlyMemory<byte> given)
    {
        questions.Asked(given);
        message = (byte[])[.. given.Span, (byte)'\n'];
    }

    /// <summary>False at the end. The last line needs no line end.</summary>
    private async Task<bool> ReadLine(CancellationToken cancel)
    {
        line.SetLength(0);
        while (true)
        {
            if (read.IsEmpty && !await ReadChunk(cancel))
                return line.Length > 0;
            var at = read.Span.IndexOf((byte)'\n');
            var part = at < 0 ? read : read[..at];
            line.Write(part.Span[..(int)Math.Min(part.Length, longest - line.Length)]);
            read = at < 0 ? default : read[(at + 1)..];
            if (at >= 0)
                return true;
        }
    }

    private async Task<bool> ReadChunk(CancellationToken cancel)
    {
        if (isOver)
            return false;
        var count = 0;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end, cancel);
            count = await inner.ReadAsync(chunk.AsMemory(), either.Token).AsTask().WaitAsync(either.Token);
            if (count == 0 && line.Length == 0)
                await questions.AllAnswered().WaitAsync(LongestWait, either.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // As if the client had closed it.
        }
        catch (TimeoutException)
        {
            // A client that ended must not leave a process behind.
        }
        isOver = count == 0;
        read = chunk.AsMemory(0, count);
        return !isOver;
    }
}
