using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>
/// Concise Binary Object Representation (RFC 8949) as far as `smithy-rpc-v2-cbor` uses it: maps with text keys, arrays, text,
/// numbers, booleans, null, and times, which are seconds since 1970 under tag 1.
/// </summary>
internal ref struct CborReader
{
    private const int MaxDepth = 64;

    /// <summary>The value of an argument that says: the end is marked by a break.</summary>
    private const int Indefinite = 31;

    private const byte Break = 0xFF;

    private readonly ReadOnlySpan<byte> bytes;
    private int at;

    private CborReader(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    private enum MajorType
    {
        Unsigned,
        Negative,
        Bytes,
        Text,
        Array,
        Map,
        Tag,
        Simple,
    }

    public static JsonObject Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return [];
        var reader = new CborReader(bytes);
        return reader.Item(0) as JsonObject ?? throw Malformed();
    }

    private JsonNode? Item(int depth)
    {
        if (depth > MaxDepth)
            throw Malformed();
        var (type, info) = Head();
        switch (type)
        {
            case MajorType.Unsigned:
                return JsonValue.Create((long)Argument(info));
            case MajorType.Negative:
                return JsonValue.Create(-1 - (long)Argument(info));
            case MajorType.Text:
                return JsonValue.Create(Text(info));
            case MajorType.Array:
                return Array(info, depth);
            case MajorType.Map:
                return Map(info, depth);
            case MajorType.Tag:
                Argument(info);
                return Item(depth + 1);
            case MajorType.Simple:
                return Simple(info);
            default:
                throw Malformed();
        }
    }

    private JsonArray Array(int info, int depth)
    {
        var array = new JsonArray();
        for (var left = Length(info); !Ends(left); left--)
            array.Add(Item(depth + 1));
        return array;
    }

    private JsonObject Map(int info, int depth)
    {
        var map = new JsonObject();
        for (var left = Length(info); !Ends(left); left--)
        {
            var (type, keyInfo) = Head();
            if (type != MajorType.Text)
                throw Malformed();
            map[Text(keyInfo)] = Item(depth + 1);
        }
        return map;
    }

    private JsonValue? Simple(int info) =>
        info switch
        {
            20 => JsonValue.Create(false),
            21 => JsonValue.Create(true),
            22 or 23 => null,
            26 => Finite(BitConverter.UInt32BitsToSingle((uint)Argument(info))),
            27 => Finite(BitConverter.UInt64BitsToDouble(Argument(info))),
            _ => throw Malformed(),
        };

    /// <summary>No parameter of a call is anything else.</summary>
    private static JsonValue Finite(double number) =>
        double.IsFinite(number) ? JsonValue.Create(number) : throw Malformed();

    /// <summary>Negative when the end is marked by a break.</summary>
    private long Length(int info) => info == Indefinite ? -1 : (long)Argument(info);

    private bool Ends(long left)
    {
        if (left >= 0)
            return left == 0;
        if (at >= bytes.Length)
            throw Malformed();
        if (bytes[at] != Break)
            return false;
        at++;
        return true;
    }

    private string Text(int info)
    {
        var length = Length(info);
        if (length < 0 || length > bytes.Length - at)
            throw Malformed();
        var text = Encoding.UTF8.GetString(bytes.Slice(at, (int)length));
        at += (int)length;
        return text;
    }

    private ulong Argument(int info)
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

    /// <summary>The first byte of an item: three bits of type, five of what follows.</summary>
    private (MajorType Type, int Info) Head()
    {
        if (at >= bytes.Length)
            throw Malformed();
        var first = bytes[at++];
        return ((MajorType)(first >> 5), first & 31);
    }

    private static SandboxException Malformed() => new("SerializationException", "The request body is not valid CBOR.");
}
