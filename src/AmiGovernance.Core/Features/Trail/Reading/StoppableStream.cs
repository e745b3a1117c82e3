namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>A file whose reading ends when the run does, however long the file is.</summary>
internal sealed class StoppableStream(Stream file, CancellationToken cancel) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        return file.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
