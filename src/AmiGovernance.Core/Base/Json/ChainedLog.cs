using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>An append-only record as read.</summary>
/// <param name="Length">
/// The bytes of whole lines. What comes after is a line that a killed run did not end; it counts as not written.
/// </param>
public sealed record ChainedLog<T>(ImmutableArray<T> Entries, int Length)
    where T : ChainedEntry
{
    public string LastHash => Entries.IsEmpty ? "" : Entries[^1].Hash;
}

internal static class ChainedLog
{
    /// <summary>Reads and verifies; what does not hold together is reported and reading goes on.</summary>
    /// <param name="parse">The entry of a line; null, or an error in the bag, when it is none.</param>
    /// <param name="broken">Reported for each line that does not hold together.</param>
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
        var previous = "";
        foreach (var (number, line) in Lines(source))
        {
            var entry = Reading.Of(own => parse(line, own)).IfSound;
            if (Problem(entry, previous) is { } problem)
            {
                var message = string.Create(CultureInfo.InvariantCulture, $"line {number}: {problem}");
                bag.Report(broken, SourceLocation.OfFile(source), message, help);
            }
            if (entry is null)
                continue;
            previous = entry.Hash;
            entries.Add(entry);
        }
        var length = source.Bytes.Span.LastIndexOf((byte)'\n') + 1;
        return new ChainedLog<T>(entries.ToImmutable(), length);
    }

    /// <summary>The whole lines that are not empty, with their numbers from 1.</summary>
    private static IEnumerable<(int Number, SourceText Line)> Lines(SourceText source)
    {
        var rest = source.Bytes;
        for (var number = 1; rest.Span.IndexOf((byte)'\n') is >= 0 and var length; number++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{source.Path} line {number}");
            if (length > 0)
                yield return (number, new SourceText(path, rest[..length]));
            rest = rest[(length + 1)..];
        }
    }

    private static string? Problem(ChainedEntry? entry, string previous)
    {
        if (entry is null)
            return "the line is no entry";
        if (entry.ComputeHash() != entry.Hash)
            return "the entry was changed after it was written";
        return entry.Previous == previous ? null : "an entry before this one was removed, added or moved";
    }
}
