using System.IO.Compression;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// The bytes of a trail file as they come, and the text in them: unpacked when they begin as gzip (RFC 1952) or zstd does.
/// </summary>
internal sealed class StoredFileStream : ForwardStream
{
    /// <summary>In bytes; GZipStream alone asks for 8 KB at a time.</summary>
    public const int BufferSize = 64 << 10;

    private readonly Stream source;
    private readonly byte[] buffer;
    private readonly byte[] last = new byte[4];
    private readonly bool isZstd;
    private int filled;
    private int given;

    /// <param name="buffer">Of <see cref="BufferSize"/>; used until the end.</param>
    public StoredFileStream(Stream source, byte[] buffer)
    {
        (this.source, this.buffer) = (source, buffer);
        filled = source.ReadAtLeast(buffer, ForeignForm.LongestBegin, throwOnEndOfStream: false);
        IsGzip = buffer.AsSpan(0, filled) is [0x1F, 0x8B, ..];
        isZstd = ZstdText.IsIn(buffer.AsSpan(0, filled));
        Foreign = ForeignForm.Of(buffer.AsSpan(0, filled));
    }

    /// <summary>What it is instead; null for what can be read.</summary>
    public ForeignForm? Foreign { get; }

    public bool IsGzip { get; }

    /// <summary>In bytes, as stored.</summary>
    public long Stored { get; private set; }

    /// <summary>
    /// The last four bytes: in a whole gzip file of one member, the length of its text modulo 2^32. Anything else means that
    /// there are several members, or bytes after the last.
    /// </summary>
    public uint LengthAtEnd => BitConverter.ToUInt32(last);

    public Stream Open()
    {
        if (IsGzip)
            return new GZipStream(this, CompressionMode.Decompress);
        return isZstd ? new ZstdText(this) : this;
    }

    public override int Read(Span<byte> to)
    {
        if (given == filled)
            (given, filled) = (0, source.Read(buffer));
        var read = Math.Min(to.Length, filled - given);
        buffer.AsSpan(given, read).CopyTo(to);
        given += read;
        Stored += read;
        Remember(to[..read]);
        return read;
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= last.Length)
            bytes[^last.Length..].CopyTo(last);
        else
        {
            last.AsSpan(bytes.Length).CopyTo(last);
            bytes.CopyTo(last.AsSpan(last.Length - bytes.Length));
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
