using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Reminders;

/// <summary>What was sent so far.</summary>
/// <param name="End">Where the next line goes.</param>
public sealed record ReminderLog(ImmutableHashSet<ReminderKey> Sent, FileEnd End)
{
    public const string Path = "reminders/log.jsonl";

    internal static readonly ReminderLog Empty = new([], FileEnd.None);

    /// <summary>Null with a report when a line cannot be read: what it says could be sent twice.</summary>
    internal static ReminderLog? Read(SourceText source, DiagnosticBag bag)
    {
        var (sent, start, isSound) = (ImmutableHashSet.CreateBuilder<ReminderKey>(), 0, true);
        for (var number = 1; LineAt(source, start) is { } line; number++)
        {
            start += line.Length + 1;
            if (line.Span.Trim((byte)'\r').IsEmpty)
                continue;

            if (Key(new SourceText(source.Path, line)) is { } key)
            {
                sent.Add(key);
                continue;
            }
            isSound = false;
            bag.Report(
                ReminderDiagnostics.Log,
                SourceLocation.OfFile(source),
                string.Create(CultureInfo.InvariantCulture, $"line {number} is no record of a reminder"),
                "restore the file from version control; after a merge conflict keep the lines of both sides"
            );
        }
        return isSound ? new ReminderLog(sent.ToImmutable(), FileEnd.Of(source.Bytes, start)) : null;
    }

    /// <summary>Null when no line ends after this place.</summary>
    private static ReadOnlyMemory<byte>? LineAt(SourceText source, int start)
    {
        var length = source.Bytes.Span[start..].IndexOf((byte)'\n');
        if (length < 0)
            return null;
        return source.Bytes.Slice(start, length);
    }

    /// <summary>Null when anything is wrong with the line: that it is so is all there is to say.</summary>
    private static ReminderKey? Key(SourceText line) =>
        Reading.Of(own => SoundDocument.Read(line, SentReminder.Keys, own, Key)).IfSound;

    private static ReminderKey? Key(ObjectReader root)
    {
        foreach (var key in SentReminder.Keys)
            root.Require(key);
        var facts = (root.AccountId("account_id"), root.Date("expires_on"), root.Integer("days_before", 0, 366));
        var texts = (Text(root, "ticket"), Text(root, "channel"), Text(root, "to"));
        return facts is ({ } account, { } end, { } days) && texts is ({ } ticket, { } channel, { } to)
            ? new ReminderKey(ticket, account, end, days, channel, to)
            : null;
    }

    /// <summary>May be empty: an entry may lack a ticket, and a channel with one recipient names none.</summary>
    private static string? Text(ObjectReader line, string key) => (line.Node[key] as JsonString)?.Value;
}
