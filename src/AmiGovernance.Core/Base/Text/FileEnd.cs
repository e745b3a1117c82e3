namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// Where an append-only file ended when it was read. Whoever appends gives it back, so that what another process wrote meanwhile is
/// found instead of overwritten.
/// </summary>
/// <param name="Length">Of the whole file, in bytes; 0 when there is none.</param>
/// <param name="Kept">
/// The bytes that count. What comes after them is a line that a killed run did not end; the next append cuts it off.
/// </param>
/// <param name="Tail">The last bytes of the file: enough to hold the hash that ends a chained entry.</param>
public sealed record FileEnd(int Length, int Kept, ReadOnlyMemory<byte> Tail)
{
    private const int TailLength = 128;

    /// <summary>There is no file, or an empty one.</summary>
    public static FileEnd None { get; } = new(0, 0, default);

    /// <summary>Whether the last line that counts has no line end, and so the next one must begin with it.</summary>
    public bool LacksNewline { get; init; }

    /// <summary>The end of a file of which every byte counts.</summary>
    public static FileEnd Of(ReadOnlyMemory<byte> file) => Of(file, file.Length);

    public static FileEnd Of(ReadOnlyMemory<byte> file, int kept) => new(file.Length, kept, TailOf(file));

    /// <summary>The end once these bytes are added after what is kept.</summary>
    public FileEnd After(ReadOnlyMemory<byte> added)
    {
        // What is added holds a whole line, and so all of the next tail that matters.
        var length = Kept + added.Length;
        return new FileEnd(length, length, TailOf(added));
    }

    /// <summary>Whether a file ends so.</summary>
    /// <param name="length">Of the file, in bytes.</param>
    /// <param name="read">Reads so many of its last bytes.</param>
    public bool Fits(long length, Func<int, ReadOnlyMemory<byte>> read) =>
        length == Length && read(Tail.Length).Span.SequenceEqual(Tail.Span);

    private static ReadOnlyMemory<byte> TailOf(ReadOnlyMemory<byte> bytes) =>
        bytes[Math.Max(0, bytes.Length - TailLength)..];
}
