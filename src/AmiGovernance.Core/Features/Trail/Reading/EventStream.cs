using System.Text;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>Events as JSON lines, asked for as they are read.</summary>
internal sealed class EventStream(IAsyncEnumerable<string> events) : ForwardStream
{
    private readonly IAsyncEnumerator<string> source = events.GetAsyncEnumerator();
    private byte[] line = [];
    private int given;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (given == line.Length)
        {
            if (!source.MoveNextAsync().AsTask().GetAwaiter().GetResult())
                return 0;
            (line, given) = (Encoding.UTF8.GetBytes(source.Current + "\n"), 0);
        }
        var read = Math.Min(count, line.Length - given);
        line.AsSpan(given, read).CopyTo(buffer.AsSpan(offset));
        given += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
