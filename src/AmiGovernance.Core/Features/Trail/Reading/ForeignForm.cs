using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>Forms of files that hold events at times, and are not read: told by their first bytes, whatever the name.</summary>
internal sealed record ForeignForm(byte[] Begin, string Name, string WayOut)
{
    /// <summary>In bytes; more than any of them needs.</summary>
    public const int LongestBegin = 16;

    private const string OtherTable =
        "give the files that CloudTrail wrote, or ask a query engine for the rows as JSON lines";

    private static readonly ImmutableArray<ForeignForm> All =
    [
        Packed("BZh"u8, "bzip2", "bzip2 -dk"),
        Packed([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "xz", "xz -dk"),
        Packed([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dk"),
        Packed(
            [0xFF, 0x06, 0, 0, (byte)'s', (byte)'N', (byte)'a', (byte)'P', (byte)'p', (byte)'Y'],
            "snappy",
            "snzip -dk"
        ),
        Packed([0x1F, 0x9D], "compress", "uncompress -k"),
        Packed("PK\x03\x04"u8, "zip", "unzip"),
        Packed("PK\x05\x06"u8, "zip", "unzip"),
        Packed([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], "7-Zip", "7z x"),
        new("PAR1"u8.ToArray(), "a table in Parquet", OtherTable),
        new("ORC"u8.ToArray(), "a table in ORC", OtherTable),
        new("Obj\x01"u8.ToArray(), "a table in Avro", OtherTable),
        Utf16([(byte)'{', 0], "UTF-16LE"),
        Utf16([(byte)'[', 0], "UTF-16LE"),
        Utf16([0, (byte)'{'], "UTF-16BE"),
        Utf16([0, (byte)'['], "UTF-16BE"),
        new("SQLite format 3\0"u8.ToArray(), "a database of SQLite", OtherTable),
    ];

    /// <summary>One sentence without a period.</summary>
    public string Reason => $"it is {Name}, which amigov does not read: {WayOut}";

    /// <summary>Null for what may be text.</summary>
    public static ForeignForm? Of(ReadOnlySpan<byte> file)
    {
        foreach (var form in All)
            if (file.StartsWith(form.Begin))
                return form;
        return null;
    }

    /// <summary>Without a byte-order mark: JSON that begins so is in no other encoding of its time (RFC 4627, 3).</summary>
    private static ForeignForm Utf16(byte[] begin, string encoding) =>
        new(begin, $"{encoding} without a byte-order mark", $"`iconv -f {encoding} -t UTF-8 FILE` rewrites it");

    private static ForeignForm Packed(ReadOnlySpan<byte> begin, string name, string command) =>
        new(begin.ToArray(), $"packed by {name}", $"`{command} FILE` unpacks it");
}
