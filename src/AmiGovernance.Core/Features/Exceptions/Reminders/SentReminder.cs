using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Exceptions.Reminders;

/// <summary>One reminder to one recipient over one channel; what was sent is not sent again.</summary>
public sealed record ReminderKey(
    string Ticket,
    AccountId Account,
    DateOnly End,
    int DaysBefore,
    string Channel,
    string To
)
{
    /// <summary>The same for the same reminder, whoever sends it.</summary>
    internal string Digest =>
        ContentDigest.Of(writer =>
            writer.WriteStringValue(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Ticket}|{Account}|{End.Text()}|{DaysBefore}|{Channel}|{To}"
                )
            )
        );
}

/// <summary>A line of `reminders/log.jsonl`. Lines stand for themselves, so that two runs can be merged by keeping all of both.</summary>
internal sealed record SentReminder(ReminderKey Key, DateTimeOffset At)
{
    public static readonly string[] Keys = ["at", "ticket", "account_id", "expires_on", "days_before", "channel", "to"];

    public byte[] ToLine() =>
        [
            .. JsonText.Write(
                indented: false,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("at", At.IsoText());
                    writer.WriteString("ticket", Key.Ticket);
                    writer.WriteString("account_id", Key.Account.Value);
                    writer.WriteString("expires_on", Key.End.Text());
                    writer.WriteNumber("days_before", Key.DaysBefore);
                    writer.WriteString("channel", Key.Channel);
                    writer.WriteString("to", Key.To);
                    writer.WriteEndObject();
                }
            ),
            (byte)'\n',
        ];
}
