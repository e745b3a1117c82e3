using AmiGovernance.Core.Features.Trail.Reading;

namespace AmiGovernance.Cli.Adapters.Mcp;

/// <summary>
/// Input of lines that are cut off at a length: each is a message, and a client without bounds must not fill the memory. What is left of a
/// long one is no JSON, so it is answered as such.
/// </summary>
internal sealed class BoundedLines(Stream inner, int longest) : ForwardStream
{
    private int length;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var read = inner.Read(buffer);
            if (read == 0 || buffer.IsEmpty)
                return read;
            if (Keep(buffer[..read]) is > 0 and var kept)
                return kept;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
    {
        while (true)
        {
            var read = await inner.ReadAsync(buffer, cancel);
            if (read == 0 || buffer.IsEmpty)
                return read;
            if (Keep(buffer.Span[..read]) is > 0 and var kept)
                return kept;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancel) =>
        ReadAsync(buffer.AsMemory(offset, count), cancel).AsTask();

    /// <summary>Moves what stays to the front; how much that is.</summary>
    private int Keep(Span<byte> read)
    {
        var kept = 0;
        foreach (var one in read)
        {
            length = one == '\n' ? 0 : Math.Min(length + 1, longest + 1);
            if (length <= longest)
                read[kept++] = one;
        }
        return kept;
    }
}
