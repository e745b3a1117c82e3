using System.Security.Cryptography;
using System.Text.Json;

namespace AmiGovernance.Core.Base.Json;

/// <summary>
/// A line of an append-only record in JSON, chained to the line before it by its hash: what was changed, removed or moved later
/// shows.
/// </summary>
public abstract record ChainedEntry
{
    /// <summary>Hash of the line before; empty for the first.</summary>
    public string Previous { get; init; } = "";

    /// <summary>SHA-256 of the line without this member.</summary>
    public string Hash { get; init; } = "";

    /// <summary>All members but the chain's.</summary>
    protected abstract void WriteMembers(Utf8JsonWriter writer);

    /// <summary>The entry with its place in the chain.</summary>
    public ChainedEntry ChainedTo(string previousHash)
    {
        var chained = this with { Previous = previousHash, Hash = "" };
        return chained with { Hash = chained.ComputeHash() };
    }

    public string ComputeHash() =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonText.Write(indented: false, writer => Write(writer, withHash: false)))
        );

    public byte[] ToLine() => [.. JsonText.Write(indented: false, writer => Write(writer, withHash: true)), (byte)'\n'];

    /// <summary>Empty text is left out.</summary>
    protected static void WriteText(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
            writer.WriteString(name, value);
    }

    private void Write(Utf8JsonWriter writer, bool withHash)
    {
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteString("previous", Previous);
        if (withHash)
            writer.WriteString("hash", Hash);
        writer.WriteEndObject();
    }
}
