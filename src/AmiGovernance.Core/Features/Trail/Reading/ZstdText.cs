using ZstdSharp;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// The text of a file that is packed by zstd (RFC 8878). Reads as much as it is asked for, so that no file unpacks into memory, and
/// refuses a window of more than 32 MB, which `zstd` makes only with `--ultra` or `--long`.
/// </summary>
/// <param name="packed">Read, and left open.</param>
internal sealed class ZstdText(Stream packed) : ForwardStream
{
    private const int LongestWindowLog = 25;

    private readonly DecompressionStream text = Open(packed);

    /// <summary>Whether a file begins with a frame, or with a skippable one.</summary>
    public static bool IsIn(ReadOnlySpan<byte> file) =>
        file is [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..];

    /// <exception cref="InvalidDataException">It is damaged, cut, or needs too much memory.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return text.Read(buffer);
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();
        base.Dispose(disposing);
    }

    private static DecompressionStream Open(Stream packed)
    {
        var decompressor = new Decompressor();
        decompressor.SetParameter(ZstdSharp.Unsafe.ZSTD_dParameter.ZSTD_d_windowLogMax, LongestWindowLog);
        return new DecompressionStream(packed, decompressor, leaveOpen: true, preserveDecompressor: false);
    }
}
