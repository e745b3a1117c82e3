using System.Text;

namespace AmiGovernance.Core.Operations.Trails;

/// <summary>Events as JSON lines, asked for as they are read.</summary>
internal sealed class EventStream(IAsyncEnumerable<string> events) : Stream
{
    private readonly IAsyncEnumerator<string> source = events.GetAsyncEnumerator();
    private byte[] line = [];
    private int given;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (given == line.Length)
        {
            if (!source.MoveNextAsync().AsTask().GetAwaiter().GetResult()) return 0;
            (line, given) = (Encoding.UTF8.GetBytes(source.Current + "\n"), 0);
        }
        var read = Math.Min(count, line.Length - given);
        line.AsSpan(given, read).CopyTo(buffer.AsSpan(offset));
        given += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
