using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>Texts for those who take a number of bytes.</summary>
public static class Utf8Limit
{
    /// <summary>The text, or as much of it as fits with a note that it was cut: between characters, not inside one.</summary>
    /// <param name="most">In bytes of UTF-8; more than the note has.</param>
    public static string Cut(string text, int most, string note)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= most)
            return text;
        var end = most - Encoding.UTF8.GetByteCount(note);
        while ((bytes[end] & 0xC0) == 0x80)
            end--;
        return Encoding.UTF8.GetString(bytes.AsSpan(0, end)) + note;
    }
}
