using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>An append-only record as read.</summary>
/// <param name="Length">The bytes of whole lines. What comes after is a line that a killed run did not end; it counts as not written.</param>
public sealed record ChainedLog<T>(ImmutableArray<T> Entries, int Length)
    where T : ChainedEntry
{
    public string LastHash => Entries.IsEmpty ? "" : Entries[^1].Hash;
}

public static class ChainedLog
{
    /// <summary>Reads and verifies; what does not hold together is reported and reading goes on.</summary>
    /// <param name="parse">The entry of a line; null, or an error in the bag, when it is none.</param>
    public static ChainedLog<T> Read<T>(
        SourceText source,
        Func<SourceText, DiagnosticBag, T?> parse,
        DiagnosticDescriptor broken,
        string help,
        DiagnosticBag bag
    )
        where T : ChainedEntry
    {
        var entries = ImmutableArray.CreateBuilder<T>();
        var text = source.Bytes;
        var previous = "";
        var number = 0;
        var start = 0;
        while (text.Span[start..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            var line = text.Slice(start, length);
            start += length + 1;
            number++;
            if (line.Length == 0)
                continue;
            var own = new DiagnosticBag();
            var entry = parse(
                new SourceText(string.Create(CultureInfo.InvariantCulture, $"{source.Path} line {number}"), line),
                own
            );
            if (entry is null || own.HasErrors)
            {
                Report("the line is no entry");
                continue;
            }
            if (entry.ComputeHash() != entry.Hash)
                Report("the entry was changed after it was written");
            else if (entry.Previous != previous)
                Report("an entry before this one was removed, added or moved");
            previous = entry.Hash;
            entries.Add(entry);
        }
        return new ChainedLog<T>(entries.ToImmutable(), start);

        void Report(string message) =>
            bag.Report(
                broken,
                SourceLocation.OfFile(source),
                string.Create(CultureInfo.InvariantCulture, $"line {number}: {message}"),
                help
            );
    }
}
