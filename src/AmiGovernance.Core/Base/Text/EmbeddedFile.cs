using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>The data files that are built into the program.</summary>
internal static class EmbeddedFile
{
    /// <summary>The names that begin so, in order.</summary>
    public static IEnumerable<string> Names(string prefix) =>
        typeof(EmbeddedFile)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static byte[] Read(string name)
    {
        using var stream =
            typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static string[] Lines(string name) => Encoding.UTF8.GetString(Read(name)).Split('\n');

    /// <summary>Of a table with `|` between its columns; lines that begin with `#` are none.</summary>
    public static IEnumerable<string[]> Rows(string name) =>
        Lines(name).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('|'));
}
