using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// Tells a row from one in which a single bit is different. Each value is added with its type and length, so that no two rows give the same
/// bytes. A thread makes one after the other.
/// </summary>
internal sealed class RowChecksum
{
    private readonly BinaryWriter content = Begin();

    /// <summary>For the next row of the same thread: a state has hundreds of thousands.</summary>
    [ThreadStatic]
    private static BinaryWriter? kept;

    /// <param name="values">As SQLite takes them: text, whole numbers, bytes, and <see cref="DBNull"/>.</param>
    public static long Of(params ReadOnlySpan<object> values)
    {
        var sum = new RowChecksum();
        foreach (var value in values)
            sum.Add(value);
        return sum.Total();
    }

    public void AddText(ReadOnlySpan<byte> text)
    {
        content.Write('t');
        content.Write7BitEncodedInt(text.Length);
        content.Write(text);
    }

    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        content.Write('b');
        content.Write(bytes.Length);
        content.Write(bytes);
    }

    public void AddNumber(long number)
    {
        content.Write('n');
        content.Write(number);
    }

    public void AddNull() => content.Write('0');

    /// <summary>A value of a type that no row has: the row is then none that was saved.</summary>
    public void AddOther() => content.Write('?');

    /// <summary>The row is whole.</summary>
    public long Total()
    {
        var stream = (MemoryStream)content.BaseStream;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    private void Add(object value)
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

    private static BinaryWriter Begin()
    {
        kept ??= new BinaryWriter(new MemoryStream(), Encoding.UTF8);
        kept.BaseStream.SetLength(0);
        return kept;
    }
}
