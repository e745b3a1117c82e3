namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Whether a gzip file is whole: all members (RFC 1952, "File format") complete and of the length they say, and nothing after
/// them. The platform's GZipStream tells neither a cut file nor one with other bytes at its end from a whole one. For files that do not
/// end as a single member does.
/// </summary>
internal sealed class GzipCheck(Stream source)
{
    private const int FirstMagicByte = 0x1F;
    private const int SecondMagicByte = 0x8B;
    private const int Deflate = 8;

    [Flags]
    private enum HeaderParts
    {
        HeaderChecksum = 2,
        Extra = 4,
        FileName = 8,
        Comment = 16,
    }

    private readonly BitReader reader = new(source);

    /// <summary>
    /// Null when the file is whole; <paramref name="length"/> is that of the text of all whole members.
    /// </summary>
    public string? Problem(out long length)
    {
        length = 0;
        try
        {
            while (true)
            {
                length += Member();
                SkipZeros();
                if (reader.Peek() < 0)
                    return null;
                if (reader.Peek() != FirstMagicByte)
                    return $"bytes that are no gzip follow at {reader.Position}";
            }
        }
        catch (EndOfStreamException)
        {
            return "the gzip data is cut";
        }
        catch (InvalidDataException)
        {
            return $"the gzip data is damaged near byte {reader.Position}";
        }
    }

    private long Member()
    {
        SkipHeader();
        var length = new DeflateLength(reader).Read();
        // The checksum was compared when the text was made.
        reader.SkipBytes(4);
        var stated = reader.UInt16() | reader.UInt16() << 16;
        return (int)length == stated ? length : throw new InvalidDataException();
    }

    private void SkipHeader()
    {
        if (reader.Byte() != FirstMagicByte || reader.Byte() != SecondMagicByte || reader.Byte() != Deflate)
            throw new InvalidDataException();
        var parts = (HeaderParts)reader.Byte();
        // Time, extra flags and operating system.
        reader.SkipBytes(6);
        if (parts.HasFlag(HeaderParts.Extra))
            reader.SkipBytes(reader.UInt16());
        if (parts.HasFlag(HeaderParts.FileName))
            SkipText();
        if (parts.HasFlag(HeaderParts.Comment))
            SkipText();
        if (parts.HasFlag(HeaderParts.HeaderChecksum))
            reader.SkipBytes(2);
    }

    private void SkipText()
    {
        while (reader.Byte() != 0) { }
    }

    /// <summary>Padding with zeros is usual on tapes and in archives.</summary>
    private void SkipZeros()
    {
        while (reader.Peek() == 0)
            reader.Byte();
    }
}
