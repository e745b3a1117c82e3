using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// Makes messages of what changed since the last look: what is wrong is told once, once a day while it lasts, and once when it is over.
/// All of one look is one message.
/// </summary>
internal static class TellPeople
{
    private static readonly TimeSpan Again = TimeSpan.FromDays(1);

    /// <summary>The state with what is open now, and with the messages of it in its outbox.</summary>
    /// <param name="state">As the last look left it.</param>
    /// <param name="conditions">All that is wrong now.</param>
    /// <param name="news">What happened.</param>
    /// <param name="recipients">Who is told.</param>
    /// <param name="now">The time.</param>
    public static WatchState Run(
        WatchState state,
        IReadOnlyCollection<WatchCondition> conditions,
        IReadOnlyCollection<WatchNews> news,
        ImmutableArray<Recipient> recipients,
        DateTimeOffset now
    )
    {
        var before = state.Open.ToDictionary(o => o.Key, StringComparer.Ordinal);
        var grace = conditions.DistinctBy(c => c.Key).ToDictionary(c => c.Key, c => c.Grace, StringComparer.Ordinal);
        var open = conditions.DistinctBy(c => c.Key).Select(c => Opened(c, before, now)).ToImmutableArray();
        var due = open.Where(o => IsDue(o, grace[o.Key], now)).Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        var over = state.Open.Where(o => o.Told is not null && !grace.ContainsKey(o.Key)).ToImmutableArray();
        var told = state with { Open = [.. open.Select(o => due.Contains(o.Key) ? o with { Told = now } : o)] };
        var wrong = open.Where(o => due.Contains(o.Key)).ToImmutableArray();
        return wrong.IsEmpty && over.IsEmpty && news.Count == 0
            ? told
            : Queue(told, new Told(wrong, over, [.. news]), recipients, now);
    }

    /// <summary>The state with messages to the contacts of the accounts that news concern, one for each contact.</summary>
    /// <param name="state">As above.</param>
    /// <param name="news">What happened.</param>
    /// <param name="contacts">Mail addresses by account.</param>
    /// <param name="now">The time.</param>
    public static WatchState Contacts(
        WatchState state,
        IReadOnlyCollection<WatchNews> news,
        IReadOnlyDictionary<string, string> contacts,
        DateTimeOffset now
    )
    {
        foreach (var contact in contacts.GroupBy(c => c.Value, c => c.Key, StringComparer.OrdinalIgnoreCase))
        {
            var own = news.Where(n => n.Accounts.Intersect(contact).Any()).ToImmutableArray();
            state = Queue(state, new Told([], [], own), [new Recipient("mail", contact.Key)], now);
        }
        return state;
    }

    private static OpenCondition Opened(
        WatchCondition condition,
        Dictionary<string, OpenCondition> before,
        DateTimeOffset now
    )
    {
        var version = condition.Version.Length > 0 ? condition.Version : null;
        var known = before.GetValueOrDefault(condition.Key) is { } open && open.Version == version ? open : null;
        var since = known?.Since ?? now;
        return new OpenCondition(condition.Key, condition.Summary, condition.Details, since, known?.Told, version);
    }

    private static bool IsDue(OpenCondition open, TimeSpan grace, DateTimeOffset now) =>
        open.Told is { } told ? now - told >= Again : now - open.Since >= grace;

    private sealed record Told(
        ImmutableArray<OpenCondition> Wrong,
        ImmutableArray<OpenCondition> Over,
        ImmutableArray<WatchNews> News
    )
    {
        public PlainText Subject
        {
            get
            {
                var all = Lines.ToList();
                var more = all.Count > 1 ? PlainText.Of($" (and {all.Count - 1} more)") : PlainText.Empty;
                return PlainText.Of($"AMI governance: ") + all[0] + more;
            }
        }

        private IEnumerable<PlainText> Lines =>
            [
                .. Wrong.Select(o => PlainText.Lines(o.Summary)),
                .. News.Select(n => n.Summary),
                .. Over.Select(o => PlainText.Of($"over: ") + PlainText.Lines(o.Summary)),
            ];

        public PlainText Body =>
            PlainText.Concat([
                .. Wrong.Select(o =>
                    PlainText.Lines(o.Summary)
                    + PlainText.Of($"\nsince {o.Since.IsoText()}\n")
                    + PlainText.Lines(o.Details)
                    + PlainText.Of($"\n")
                ),
                .. News.Select(n => n.Summary + PlainText.Of($"\n") + n.Details + PlainText.Of($"\n")),
                .. Over.Select(o =>
                    PlainText.Of($"over: ")
                    + PlainText.Lines(o.Summary)
                    + PlainText.Of($" (since {o.Since.IsoText()})\n\n")
                ),
            ]);
    }

    private static WatchState Queue(
        WatchState state,
        Told told,
        ImmutableArray<Recipient> recipients,
        DateTimeOffset now
    )
    {
        var (subject, body) = (told.Subject, told.Body);
        var messages = recipients.Select(
            (to, i) =>
                new QueuedMessage(
                    Id(state.Messages + i, to, (string)subject, (string)body, now),
                    to.Channel,
                    to.To,
                    subject,
                    body,
                    now
                )
        );
        return state with { Messages = state.Messages + recipients.Length, Outbox = [.. state.Outbox, .. messages] };
    }

    /// <summary>Of the content too: a process that does not reach the store counts as another one does.</summary>
    private static string Id(long number, Recipient to, string subject, string body, DateTimeOffset now) =>
        ContentDigest.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("number", number.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("channel", to.Channel);
            writer.WriteString("to", to.To);
            writer.WriteString("at", now.IsoText());
            writer.WriteString("subject", subject);
            writer.WriteString("body", body);
            writer.WriteEndObject();
        });
}
