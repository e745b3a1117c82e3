using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>An append-only record as read.</summary>
/// <param name="End">Where the next entry goes.</param>
public sealed record ChainedLog<T>(ImmutableArray<T> Entries, FileEnd End)
    where T : ChainedEntry
{
    /// <summary>The number of a line at the end that a killed run did not write whole; it counts as not written. Null for none.</summary>
    public int? TornLine { get; init; }

    public string LastHash => Entries.IsEmpty ? "" : Entries[^1].Hash;
}

/// <summary>How the lines of an append-only record are read.</summary>
/// <param name="Parse">The entry of a line; null, or an error in the bag, when it is none.</param>
/// <param name="Broken">Reported for each line that is corrupt.</param>
/// <param name="Help">What to do then.</param>
internal sealed record ChainedLogFormat<T>(
    Func<SourceText, DiagnosticBag, T?> Parse,
    DiagnosticDescriptor Broken,
    string Help
)
    where T : ChainedEntry
{
    /// <summary>Whether the first entry may follow one of another file.</summary>
    public bool FollowsAnother { get; init; }
}

internal static class ChainedLog
{
    /// <summary>There is no file.</summary>
    public static ChainedLog<T> Empty<T>()
        where T : ChainedEntry => new([], FileEnd.None);

    /// <summary>Reads and verifies; what is corrupt is reported and reading goes on.</summary>
    public static ChainedLog<T> Read<T>(SourceText source, ChainedLogFormat<T> format, DiagnosticBag bag)
        where T : ChainedEntry
    {
        var entries = ImmutableArray.CreateBuilder<T>();
        string? previous = format.FollowsAnother ? null : "";
        foreach (var (number, line) in Lines(source))
        {
            var entry = Reading.Of(own => format.Parse(line, own)).IfSound;
            if (Problem(entry, previous) is { } problem)
                Report(source, format, number, problem, bag);
            if (entry is null)
                continue;
            previous = entry.Hash;
            entries.Add(entry);
        }
        return WithLastLine(source, entries, previous, format, bag);
    }

    /// <summary>
    /// A line without an end counts when it is whole: an editor may have taken the line end. A killed run leaves the beginning of a line,
    /// which is no JSON; what is JSON and no entry of the chain was changed.
    /// </summary>
    private static ChainedLog<T> WithLastLine<T>(
        SourceText source,
        ImmutableArray<T>.Builder entries,
        string? previous,
        ChainedLogFormat<T> format,
        DiagnosticBag bag
    )
        where T : ChainedEntry
    {
        var whole = source.Bytes.Span.LastIndexOf((byte)'\n') + 1;
        var rest = source.Bytes[whole..];
        if (rest.IsEmpty)
            return new ChainedLog<T>(entries.ToImmutable(), FileEnd.Of(source.Bytes));

        var number = source.Bytes.Span.Count((byte)'\n') + 1;
        var line = new SourceText(LinePath(source, number), rest);
        var entry = Reading.Of(own => format.Parse(line, own)).IfSound;
        var problem = Problem(entry, previous);
        if (entry is null || problem is not null)
        {
            if (problem is not null && JsonParser.Parse(line, new DiagnosticBag()) is not null)
                Report(source, format, number, problem, bag);
            return new ChainedLog<T>(entries.ToImmutable(), FileEnd.Of(source.Bytes, whole)) { TornLine = number };
        }
        entries.Add(entry);
        return new ChainedLog<T>(entries.ToImmutable(), FileEnd.Of(source.Bytes) with { LacksNewline = true });
    }

    private static void Report<T>(
        SourceText source,
        ChainedLogFormat<T> format,
        int line,
        string problem,
        DiagnosticBag bag
    )
        where T : ChainedEntry =>
        bag.Report(
            format.Broken,
            SourceLocation.OfFile(source),
            string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"),
            format.Help
        );

    /// <summary>The whole lines that are not empty, with their numbers from 1.</summary>
    private static IEnumerable<(int Number, SourceText Line)> Lines(SourceText source)
    {
        var rest = source.Bytes;
        for (var number = 1; rest.Span.IndexOf((byte)'\n') is >= 0 and var length; number++)
        {
            if (length > 0)
                yield return (number, new SourceText(LinePath(source, number), rest[..length]));
            rest = rest[(length + 1)..];
        }
    }

    private static string LinePath(SourceText source, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{source.Path} line {number}");

    private static string? Problem(ChainedEntry? entry, string? previous)
    {
        if (entry is null)
            return "the line is no entry";
        if (entry.ComputeHash() != entry.Hash)
            return "the entry was changed after it was written";
        return previous is null || entry.Previous == previous
            ? null
            : "an entry before this one was removed, added or moved";
    }
}
