using System.Buffers.Binary;
using System.IO.Compression;
using AmiGovernance.Core.Features.Trail.Reading;
using CsCheck;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class StoredFileStreamTests
{
    private static readonly Gen<byte[][]> Texts = Gen.Byte[0, 40].Array[0, 3_000].Array[1, 5];

    [Fact]
    public void Whole_members_say_how_long_the_text_is_however_the_bytes_come() =>
        Gen.Select(Texts, Gen.Int[1, 5_000])
            .Sample(
                (texts, atOnce) =>
                {
                    byte[] file = [.. texts.SelectMany(Gzip)];
                    using var stored = Unpacked(file, atOnce, out var length);
                    Assert.Equal(texts.Sum(t => t.Length), length);
                    Assert.True(stored.SaysLength(length));
                },
                iter: 200
            );

    [Fact]
    public void A_cut_file_says_another_length() =>
        Gen.Select(Texts, Gen.Int[1, 5_000], Gen.Int[1, 8])
            .Where((texts, _, _) => texts[^1].Length > 100)
            .Sample(
                (texts, atOnce, cut) =>
                {
                    byte[] file = [.. texts.SelectMany(Gzip)];
                    var left = file[..^cut];
                    using var stored = Unpacked(left, atOnce, out var length);
                    // What ends by chance in its own length is taken for whole (RFC 1952, ISIZE).
                    Assert.Equal(
                        BinaryPrimitives.ReadUInt32LittleEndian(left.AsSpan(^4..)) == length,
                        stored.SaysLength(length)
                    );
                },
                iter: 200
            );

    /// <summary>Reads all of the text.</summary>
    private static StoredFileStream Unpacked(byte[] file, int atOnce, out long length)
    {
        var stored = new StoredFileStream(new Portions(file, atOnce), new byte[StoredFileStream.BufferSize]);
        using var text = new MemoryStream();
        using var gzip = new GZipStream(stored, CompressionMode.Decompress, leaveOpen: true);
        gzip.CopyTo(text);
        length = text.Length;
        return stored;
    }

    private static byte[] Gzip(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(text);
        return packed.ToArray();
    }

    private sealed class Portions(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);
    }
}
