using System.Security.Cryptography;
using System.Text.Json;

namespace AmiGovernance.Core.Base.Json;

/// <summary>What a document says, whatever its white space: SHA-256 over its values in one fixed form, in lower-case hexadecimal.</summary>
public static class ContentDigest
{
    /// <summary>Enough to tell the versions of one document apart in names of files and in tables.</summary>
    private const int ShortLength = 8;

    public static string Of(Action<Utf8JsonWriter> write) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonText.Write(indented: false, write)));

    public static string Short(string digest) => digest.Length <= ShortLength ? digest : digest[..ShortLength];
}
