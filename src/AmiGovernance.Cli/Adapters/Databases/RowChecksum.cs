using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// Tells a row from one in which a single bit is different. Each value is added with its type and length, so that no two rows give the same
/// bytes. For one row after the other.
/// </summary>
internal sealed class RowChecksum
{
    private readonly ArrayBufferWriter<byte> content = new();

    /// <param name="values">See <see cref="Add"/>.</param>
    public static long Of(params ReadOnlySpan<object> values)
    {
        var sum = new RowChecksum();
        foreach (var value in values)
            sum.Add(value);
        return sum.Total();
    }

    /// <param name="value">As SQLite takes it: text, a whole number, bytes, or <see cref="DBNull"/>.</param>
    public void Add(object value)
    {
        switch (value)
        {
            case string text:
                AddText(Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                AddBytes(bytes);
                break;
            case long or int:
                AddNumber(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DBNull:
                AddNull();
                break;
            default:
                AddOther();
                break;
        }
    }

    public void AddText(ReadOnlySpan<byte> text)
    {
        content.Write("t"u8);
        // Seven bits in each byte, the lowest first; the eighth says that more follow.
        var length = (uint)text.Length;
        for (; length > 0x7F; length >>= 7)
            content.Write([(byte)(length | 0x80)]);
        content.Write([(byte)length]);
        content.Write(text);
    }

    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        content.Write("b"u8);
        BinaryPrimitives.WriteInt32LittleEndian(content.GetSpan(sizeof(int)), bytes.Length);
        content.Advance(sizeof(int));
        content.Write(bytes);
    }

    public void AddNumber(long number)
    {
        content.Write("n"u8);
        BinaryPrimitives.WriteInt64LittleEndian(content.GetSpan(sizeof(long)), number);
        content.Advance(sizeof(long));
    }

    public void AddNull() => content.Write("0"u8);

    /// <summary>A value of a type that no row has: the row is then none that was saved.</summary>
    public void AddOther() => content.Write("?"u8);

    /// <summary>Of all that was added; what is added next is of another row.</summary>
    public long Total()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content.WrittenSpan, hash);
        content.ResetWrittenCount();
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
