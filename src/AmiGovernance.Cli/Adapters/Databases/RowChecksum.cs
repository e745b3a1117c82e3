using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Tells a row from one in which a single bit is different.</summary>
internal static class RowChecksum
{
    /// <param name="values">As SQLite takes them: text, whole numbers, bytes, and <see cref="DBNull"/>.</param>
    public static long Of(params ReadOnlySpan<object> values)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        foreach (var value in values)
            Write(writer, value);
        return BinaryPrimitives.ReadInt64LittleEndian(
            SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length))
        );
    }

    /// <summary>With its type and length, so that no two rows write the same bytes.</summary>
    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.Write('t');
                writer.Write(text);
                break;
            case byte[] bytes:
                writer.Write('b');
                writer.Write(bytes.Length);
                writer.Write(bytes);
                break;
            case long or int:
                writer.Write('n');
                writer.Write(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DBNull:
                writer.Write('0');
                break;
            default:
                writer.Write('?');
                writer.Write(value.ToString() ?? "");
                break;
        }
    }
}
