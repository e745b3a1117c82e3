using System.Buffers.Binary;
using System.IO.Compression;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// The bytes of a trail file as they come, and the text in them: unpacked when they begin as gzip (RFC 1952) or zstd does.
/// </summary>
internal sealed class StoredFileStream : ForwardStream
{
    /// <summary>In bytes; GZipStream alone asks for 8 KB at a time.</summary>
    public const int BufferSize = Before + (64 << 10);

    /// <summary>Bytes that are kept of what came before: a length, and all but one of a member's first bytes.</summary>
    private const int Before = LengthBytes + HeaderBytes - 1;

    private const int LengthBytes = sizeof(uint);
    private const int HeaderBytes = 10;

    private readonly Stream source;
    private readonly byte[] buffer;
    private readonly bool isZstd;
    private int filled = Before;
    private int given = Before;

    /// <summary>Of the members that another seems to follow, as they say at their ends.</summary>
    private uint lengths;

    /// <param name="buffer">Of <see cref="BufferSize"/>; used until the end.</param>
    public StoredFileStream(Stream source, byte[] buffer)
    {
        (this.source, this.buffer) = (source, buffer);
        buffer.AsSpan(0, Before).Clear();
        filled += source.ReadAtLeast(buffer.AsSpan(Before), ForeignForm.LongestBegin, throwOnEndOfStream: false);
        IsGzip = Content is [0x1F, 0x8B, ..];
        isZstd = ZstdText.IsIn(Content);
        Foreign = ForeignForm.Of(Content);
        NoteMembers(Before + 1);
    }

    /// <summary>What it is instead; null for what can be read.</summary>
    public ForeignForm? Foreign { get; }

    public bool IsGzip { get; }

    /// <summary>In bytes, as stored.</summary>
    public long Stored { get; private set; }

    /// <summary>
    /// Whether the file says of itself that its text has this length, modulo 2^32: each member ends with that of its own. If not, it is not
    /// whole, other bytes follow, or compressed bytes look like the beginning of a member.
    /// </summary>
    public bool SaysLength(long length) =>
        (uint)length == LengthBefore(filled) || (uint)length == lengths + LengthBefore(filled);

    /// <summary>Of a member; the third byte stands for deflate, the only method there is.</summary>
    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 0x08];

    private ReadOnlySpan<byte> Content => buffer.AsSpan(given, filled - given);

    public Stream Open()
    {
        if (IsGzip)
            return new GZipStream(this, CompressionMode.Decompress);
        return isZstd ? new ZstdText(this) : this;
    }

    public override int Read(Span<byte> to)
    {
        if (given == filled)
            Fill();
        var read = Math.Min(to.Length, filled - given);
        Content[..read].CopyTo(to);
        given += read;
        Stored += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private void Fill()
    {
        buffer.AsSpan(filled - Before, Before).CopyTo(buffer);
        given = Before;
        filled = Before + source.Read(buffer.AsSpan(Before));
        NoteMembers(LengthBytes);
    }

    /// <param name="from">Where a beginning may be that has not been seen yet.</param>
    private void NoteMembers(int from)
    {
        if (!IsGzip)
            return;
        for (var at = Next(from); at >= 0; at = Next(at + 1))
            lengths += LengthBefore(at);
    }

    /// <summary>The next place that looks like the beginning of a member; -1 for none.</summary>
    private int Next(int from)
    {
        if (from >= filled)
            return -1;
        var rest = buffer.AsSpan(from, filled - from);
        for (var at = 0; rest[at..].IndexOf(Magic) is >= 0 and var found; at++)
        {
            at += found;
            if (IsBeginning(rest[at..]))
                return from + at;
        }
        return -1;
    }

    /// <summary>Flags, extra flags and operating system are ones that RFC 1952 knows.</summary>
    private static bool IsBeginning(ReadOnlySpan<byte> header) =>
        header.Length >= HeaderBytes
        && header[3] < 32
        && (header[8] is 0 or 2 or 4)
        && (header[9] is <= 13 or byte.MaxValue);

    private uint LengthBefore(int at) => BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(at - LengthBytes));
}
