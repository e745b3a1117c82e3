using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>Writes answers in CBOR (RFC 8949), as <see cref="CborReader"/> reads requests.</summary>
internal sealed class CborWriter : IDisposable
{
    private const int Unsigned = 0;
    private const int Negative = 1;
    private const int Utf8 = 3;
    private const int Array = 4;
    private const int Map = 5;

    private const byte False = 0xF4;
    private const byte True = 0xF5;
    private const byte Null = 0xF6;

    /// <summary>Tag 1: seconds since 1970.</summary>
    private const byte EpochTime = 0xC1;

    private readonly MemoryStream buffer = new();

    public static byte[] Write(JsonObject answer)
    {
        using var writer = new CborWriter();
        writer.Item(answer);
        return writer.buffer.ToArray();
    }

    public void Dispose() => buffer.Dispose();

    private void Item(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                Members(map);
                break;
            case JsonArray array:
                Head(Array, (ulong)array.Count);
                foreach (var element in array)
                    Item(element);
                break;
            case JsonValue value:
                Value(value);
                break;
            default:
                buffer.WriteByte(Null);
                break;
        }
    }

    /// <summary>A member that is null is left out.</summary>
    private void Members(JsonObject map)
    {
        var members = map.Where(m => m.Value is not null).ToList();
        Head(Map, (ulong)members.Count);
        foreach (var (name, value) in members)
        {
            Text(name);
            Item(value);
        }
    }

    private void Value(JsonValue value)
    {
        if (Answer.AsTime(value) is { } time)
        {
            buffer.WriteByte(EpochTime);
            Double(time.ToUnixTimeMilliseconds() / 1000.0);
        }
        else if (value.TryGetValue<string>(out var text))
            Text(text);
        else if (value.TryGetValue<bool>(out var flag))
            buffer.WriteByte(flag ? True : False);
        else if (Answer.AsWhole(value) is { } number)
            Whole(number);
        else
            Double(value.GetValue<double>());
    }

    private void Whole(long number)
    {
        if (number < 0)
            Head(Negative, (ulong)(-1 - number));
        else
            Head(Unsigned, (ulong)number);
    }

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Head(Utf8, (ulong)bytes.Length);
        buffer.Write(bytes);
    }

    private void Double(double value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = 0xFB;
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
        buffer.Write(bytes);
    }

    private void Head(int major, ulong argument)
    {
        var (info, size) = argument switch
        {
            < 24 => ((int)argument, 0),
            <= byte.MaxValue => (24, 1),
            <= ushort.MaxValue => (25, 2),
            <= uint.MaxValue => (26, 4),
            _ => (27, 8),
        };
        buffer.WriteByte((byte)((major << 5) | info));
        for (var shift = (size - 1) * 8; shift >= 0; shift -= 8)
            buffer.WriteByte((byte)(argument >> shift));
    }
}
