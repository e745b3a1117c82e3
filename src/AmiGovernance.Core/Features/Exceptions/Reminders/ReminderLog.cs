using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Reminders;

/// <summary>What was sent so far.</summary>
/// <param name="Length">The bytes of whole lines. What comes after is a line that a killed run did not end.</param>
public sealed record ReminderLog(ImmutableHashSet<ReminderKey> Sent, int Length)
{
    public const string Path = "reminders/log.jsonl";

    public static readonly ReminderLog Empty = new([], 0);

    /// <summary>Null with a report when a line cannot be read: what it says could be sent twice.</summary>
    public static ReminderLog? Read(SourceText source, DiagnosticBag bag)
    {
        var (sent, start, number) = (ImmutableHashSet.CreateBuilder<ReminderKey>(), 0, 0);
        while (source.Bytes.Span[start..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            var (line, own) = (source.Bytes.Slice(start, length), new DiagnosticBag());
            start += length + 1;
            number++;
            if (line.Span.Trim((byte)'\r').IsEmpty)
                continue;
            if (Key(new SourceText(source.Path, line), own) is { } key && !own.HasErrors)
                sent.Add(key);
            else
                bag.Report(
                    ReminderDiagnostics.Log,
                    SourceLocation.OfFile(source),
                    string.Create(CultureInfo.InvariantCulture, $"line {number} is no record of a reminder"),
                    "restore the file from version control; after a merge conflict keep the lines of both sides"
                );
        }
        return bag.HasErrors ? null : new ReminderLog(sent.ToImmutable(), start);
    }

    private static ReminderKey? Key(SourceText line, DiagnosticBag bag)
    {
        if (
            JsonParser.Parse(line, bag) is not { } tree
            || ObjectReader.Open(tree, tree.Root, SentReminder.Keys, bag) is not { } root
        )
            return null;
        foreach (var key in SentReminder.Keys)
            root.Require(key);
        return
            (root.AccountId("account_id"), root.Date("expires_on"), root.Integer("days_before", 0, 366))
                is ({ } account, { } end, { } days)
            && (Text(root, "ticket"), Text(root, "channel"), Text(root, "to")) is ({ } ticket, { } channel, { } to)
            ? new ReminderKey(ticket, account, end, days, channel, to)
            : null;
    }

    /// <summary>May be empty: an entry may lack a ticket, and a channel with one recipient names none.</summary>
    private static string? Text(ObjectReader line, string key) => (line.Node[key] as JsonString)?.Value;
}
