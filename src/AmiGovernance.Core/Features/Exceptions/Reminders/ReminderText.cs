using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Reminders;

/// <summary>The text of a reminder: the first line of the template is the subject, the rest the body; `{{name}}` is filled in.</summary>
public sealed class ReminderText
{
    /// <summary>Used when the settings name no file.</summary>
    public const string BuiltIn = """
        AMI exception {{ticket}} for account {{account_id}} {{ends}}

        The exception for account {{account_id}} ({{ticket}}, {{type}}, {{requested_by}}) has its end on {{expires_on}} at 00:00 UTC;
        the last day is {{last_day}}. From then on its images are not allowed any more.

        Reason at the time: {{reason}}

        What to do:
        - Move to the approved golden images, then let the entry be removed: amigov exception revoke {{ticket}} --reason "..."
        - Or ask for more time now, which needs new approvals: amigov exception extend {{ticket}} --days N --justification "..."

        Nothing done means: the service control policy ends it by itself where it enforces, and the pipeline fails until the
        entry is removed.

        {{contacts}}
        """;

    private static readonly string[] Names =
    [
        "ticket",
        "account_id",
        "type",
        "requested_by",
        "reason",
        "expires_on",
        "last_day",
        "days_left",
        "ends",
        "contacts",
    ];

    private readonly string template;

    private ReminderText(string template) => this.template = template;

    /// <summary>Null with a report when the template has a name that nothing fills.</summary>
    public static ReminderText? Parse(SourceText source, DiagnosticBag bag)
    {
        var (text, found) = (Encoding.UTF8.GetString(source.Bytes.Span), true);
        for (
            var at = text.IndexOf("{{", StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf("{{", at + 2, StringComparison.Ordinal)
        )
        {
            var end = text.IndexOf("}}", at, StringComparison.Ordinal);
            var name = end < 0 ? text[(at + 2)..Math.Min(text.Length, at + 32)] : text[(at + 2)..end];
            if (end >= 0 && Names.Contains(name))
                continue;
            var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, at));
            bag.Report(
                ReminderDiagnostics.Template,
                new SourceLocation(source, new TextSpan(start, 2)),
                $"nothing fills `{{{{{name}}}}}`",
                Suggestion.For(name, Names) is { } nearest
                    ? $"did you mean `{{{{{nearest}}}}}`?"
                    : $"known are {string.Join(", ", Names)}"
            );
            found = false;
        }
        return found ? new ReminderText(text.ReplaceLineEndings("\n")) : null;
    }

    public (string Subject, string Body) Fill(DueReminder reminder, IEnumerable<Contact> contacts)
    {
        var exception = reminder.Exception;
        string Value(string name) =>
            name switch
            {
                "ticket" => exception.Ticket ?? "without ticket",
                "account_id" => exception.AccountId.Value,
                "type" => exception.Type ?? "without type",
                "requested_by" => exception.RequestedBy ?? "unknown team",
                "reason" => exception.Reason ?? "none given",
                "expires_on" => reminder.End.Text(),
                "last_day" => reminder.End.AddDays(-1).Text(),
                "days_left" => reminder.DaysLeft.ToString(CultureInfo.InvariantCulture),
                _ => Ends(reminder),
            };
        var filled = template;
        // Texts from outside come last and in one line each, so that they can neither fill a name nor begin a line.
        foreach (var name in Names.Where(n => n != "contacts"))
            filled = filled.Replace($"{{{{{name}}}}}", $"\0{name}\0", StringComparison.Ordinal);
        filled = filled.Replace(
            "{{contacts}}",
            string.Join(
                '\n',
                contacts.Select(c =>
                    Visible.Text($"{c.Purpose}: {c.Address}{(c.ResponseTime is { } time ? $" ({time})" : "")}")
                )
            ),
            StringComparison.Ordinal
        );
        var parts = filled.Split('\0');
        var text = string.Concat(parts.Select((part, i) => i % 2 == 0 ? part : Visible.Text(Value(part))));
        var lines = text.Split('\n', 2);
        return (lines[0].Trim(), lines.Length > 1 ? lines[1].Trim('\n') + "\n" : "");
    }

    private static string Ends(DueReminder reminder) =>
        reminder.DaysLeft switch
        {
            > 1 => string.Create(CultureInfo.InvariantCulture, $"ends in {reminder.DaysLeft} days"),
            1 => "ends tomorrow",
            0 => "ends today",
            _ => $"ended on {reminder.End.Text()}",
        };
}
