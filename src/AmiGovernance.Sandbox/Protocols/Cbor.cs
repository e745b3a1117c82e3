using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>
/// Concise Binary Object Representation (RFC 8949) as far as `smithy-rpc-v2-cbor` uses it: maps with text keys, arrays, text,
/// numbers, booleans, null, and times, which are seconds since 1970 under tag 1.
/// </summary>
internal static class Cbor
{
    private const int MaxDepth = 64;

    public static JsonObject Read(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        return bytes.IsEmpty ? [] : Read(bytes, ref at, 0) as JsonObject ?? throw Malformed();
    }

    private static JsonNode? Read(ReadOnlySpan<byte> bytes, ref int at, int depth)
    {
        if (depth > MaxDepth)
            throw Malformed();
        var first = Next(bytes, ref at);
        var (major, info) = (first >> 5, first & 31);
        switch (major)
        {
            case 0:
                return JsonValue.Create((long)Argument(bytes, ref at, info));
            case 1:
                return JsonValue.Create(-1 - (long)Argument(bytes, ref at, info));
            case 3:
                return JsonValue.Create(Text(bytes, ref at, info));
            case 4:
                var array = new JsonArray();
                for (var left = Length(bytes, ref at, info); !Ends(bytes, ref at, left); left--)
                    array.Add(Read(bytes, ref at, depth + 1));
                return array;
            case 5:
                var map = new JsonObject();
                for (var left = Length(bytes, ref at, info); !Ends(bytes, ref at, left); left--)
                {
                    var key = Next(bytes, ref at);
                    if (key >> 5 != 3)
                        throw Malformed();
                    map[Text(bytes, ref at, key & 31)] = Read(bytes, ref at, depth + 1);
                }
                return map;
            case 6:
                Argument(bytes, ref at, info);
                return Read(bytes, ref at, depth + 1);
            case 7:
                return info switch
                {
                    20 => JsonValue.Create(false),
                    21 => JsonValue.Create(true),
                    22 or 23 => null,
                    26 => JsonValue.Create(
                        (double)BitConverter.UInt32BitsToSingle((uint)Argument(bytes, ref at, info))
                    ),
                    27 => JsonValue.Create(BitConverter.UInt64BitsToDouble(Argument(bytes, ref at, info))),
                    _ => throw Malformed(),
                };
            default:
                throw Malformed();
        }
    }

    /// <summary>Negative when the end is marked by a break.</summary>
    private static long Length(ReadOnlySpan<byte> bytes, ref int at, int info) =>
        info == 31 ? -1 : (long)Argument(bytes, ref at, info);

    private static bool Ends(ReadOnlySpan<byte> bytes, ref int at, long left)
    {
        if (left >= 0)
            return left == 0;
        if (at >= bytes.Length)
            throw Malformed();
        if (bytes[at] != 0xFF)
            return false;
        at++;
        return true;
    }

    private static string Text(ReadOnlySpan<byte> bytes, ref int at, int info)
    {
        var length = Length(bytes, ref at, info);
        if (length < 0 || length > bytes.Length - at)
            throw Malformed();
        at += (int)length;
        return Encoding.UTF8.GetString(bytes[(at - (int)length)..at]);
    }

    private static ulong Argument(ReadOnlySpan<byte> bytes, ref int at, int info)
    {
        if (info < 24)
            return (ulong)info;
        var size = info switch
        {
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => throw Malformed(),
        };
        if (size > bytes.Length - at)
            throw Malformed();
        ulong value = 0;
        for (var i = 0; i < size; i++)
            value = (value << 8) | bytes[at++];
        return value;
    }

    private static byte Next(ReadOnlySpan<byte> bytes, ref int at) =>
        at < bytes.Length ? bytes[at++] : throw Malformed();

    private static SandboxException Malformed() => new("SerializationException", "The request body is not valid CBOR.");

    public static byte[] Write(JsonObject answer)
    {
        using var buffer = new MemoryStream();
        Write(buffer, answer);
        return buffer.ToArray();
    }

    private static void Write(MemoryStream buffer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var members = map.Where(m => m.Value is not null).ToList();
                Head(buffer, 5, (ulong)members.Count);
                foreach (var (name, value) in members)
                {
                    WriteText(buffer, name);
                    Write(buffer, value);
                }
                break;
            case JsonArray array:
                Head(buffer, 4, (ulong)array.Count);
                foreach (var element in array)
                    Write(buffer, element);
                break;
            case JsonValue value when Answer.AsTime(value) is { } time:
                buffer.WriteByte(0xC1);
                WriteDouble(buffer, time.ToUnixTimeMilliseconds() / 1000.0);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                WriteText(buffer, text);
                break;
            case JsonValue value when value.TryGetValue<bool>(out var flag):
                buffer.WriteByte(flag ? (byte)0xF5 : (byte)0xF4);
                break;
            case JsonValue value when Answer.AsWhole(value) is { } number:
                Head(buffer, number < 0 ? 1 : 0, (ulong)(number < 0 ? -1 - number : number));
                break;
            case JsonValue value:
                WriteDouble(buffer, value.GetValue<double>());
                break;
            default:
                buffer.WriteByte(0xF6);
                break;
        }
    }

    private static void WriteText(MemoryStream buffer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Head(buffer, 3, (ulong)bytes.Length);
        buffer.Write(bytes);
    }

    private static void WriteDouble(MemoryStream buffer, double value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = 0xFB;
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
        buffer.Write(bytes);
    }

    private static void Head(MemoryStream buffer, int major, ulong argument)
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
