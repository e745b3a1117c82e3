using System.Text;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>The lines of a script by their text, so that the ends of its here-documents are found without reading on to each.</summary>
internal sealed class ShellLines
{
    /// <summary>Longer ones are no ends of here-documents that people write.</summary>
    private const int Longest = 200;

    private readonly ReadOnlyMemory<byte> memory;
    private readonly Dictionary<string, List<int>> starts = new(StringComparer.Ordinal);

    public ShellLines(ReadOnlyMemory<byte> memory)
    {
        this.memory = memory;
        for (var line = 0; line < memory.Length; )
        {
            var next = Next(line);
            var text = memory.Span[line..next].TrimStart((byte)'\t').TrimEnd("\r\n"u8);
            if (text.Length is > 0 and <= Longest)
                Add(Encoding.UTF8.GetString(text), line);
            line = next;
        }
    }

    private void Add(string text, int line)
    {
        if (!starts.TryGetValue(text, out var all))
            starts[text] = all = [];
        all.Add(line);
    }

    public int Next(int from)
    {
        var length = memory.Span[from..].IndexOf((byte)'\n');
        return length < 0 ? memory.Length : from + length + 1;
    }

    /// <summary>Where the next line of that text begins, tabs before it aside; null where there is none.</summary>
    public int? Find(string text, int from)
    {
        if (!starts.TryGetValue(text, out var all))
            return null;
        var index = all.BinarySearch(from);
        index = index < 0 ? ~index : index;
        return index < all.Count ? all[index] : null;
    }
}
