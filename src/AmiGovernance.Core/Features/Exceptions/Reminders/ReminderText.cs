using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Reminders;

/// <summary>The text of a reminder: the first line of the template is the subject, the rest the body; `{{name}}` is filled in.</summary>
internal sealed partial class ReminderText
{
    private const string Contacts = "contacts";

    private static readonly (string Name, Func<DueReminder, string> Value)[] Fields =
    [
        ("ticket", r => r.Exception.Ticket ?? "without ticket"),
        // For commands: one word for a shell.
        ("ticket_argument", r => ShellFormat.Escape(r.Exception.Ticket ?? "TICKET")),
        ("account_id", r => r.Exception.AccountId.Value),
        ("type", r => r.Exception.Type ?? "without type"),
        ("requested_by", r => r.Exception.RequestedBy ?? "unknown team"),
        ("reason", r => r.Exception.Reason ?? "none given"),
        ("expires_on", r => r.End.Text()),
        ("last_day", r => r.End.AddDays(-1).Text()),
        ("days_left", r => r.DaysLeft.ToString(CultureInfo.InvariantCulture)),
        ("ends", Ends),
        ("more_time", MoreTime),
    ];

    private static readonly FrozenDictionary<string, Func<DueReminder, string>> Values = Fields.ToFrozenDictionary(
        f => f.Name,
        f => f.Value,
        StringComparer.Ordinal
    );

    private static readonly string[] Names = [.. Fields.Select(f => f.Name), Contacts];

    private readonly string template;

    private ReminderText(string template) => this.template = template;

    /// <summary>Null with a report when the template has a name that nothing fills.</summary>
    public static ReminderText? Parse(SourceText source, DiagnosticBag bag)
    {
        var text = Encoding.UTF8.GetString(source.Bytes.Span);
        var unknown = Openings(text)
            .Select(at => (At: at, Name: NameAt(text, at)))
            .Where(n => !n.Name.IsKnown)
            .ToList();
        foreach (var (at, name) in unknown)
        {
            var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, at));
            bag.Report(
                ReminderDiagnostics.Template,
                new SourceLocation(source, new TextSpan(start, 2)),
                $"nothing fills `{{{{{name.Text}}}}}`",
                Advice(name.Text)
            );
        }
        return unknown.Count == 0 ? new ReminderText(Normal(text)) : null;
    }

    /// <summary>Of control characters only the end of a line is sent, so a tab stands for blanks.</summary>
    private static string Normal(string template) =>
        template.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal);

    /// <summary>
    /// Subject and body. They are filled in one pass, and texts from outside have one line each, so they can neither fill a name nor
    /// begin a line.
    /// </summary>
    public (PlainText Subject, PlainText Body) Fill(DueReminder reminder, IEnumerable<Contact> contacts)
    {
        var people = string.Join('\n', contacts.Select(Line));
        var text = Placeholder()
            .Replace(
                template,
                found =>
                {
                    var name = found.Groups["name"].Value;
                    return name == Contacts ? people : PlainText.Value(Values[name](reminder));
                }
            );
        var lines = text.Split('\n', 2);
        var body = lines.Length > 1 ? PlainText.Lines(lines[1].Trim('\n') + "\n") : PlainText.Empty;
        return (PlainText.Value(lines[0].Trim()), body);
    }

    private static PlainText Line(Contact contact)
    {
        var time = contact.ResponseTime is null ? "" : $" ({contact.ResponseTime})";
        return PlainText.Of($"{contact.Purpose}: {contact.Address}{time}");
    }

    private static string Ends(DueReminder reminder) =>
        reminder.DaysLeft switch
        {
            > 1 => string.Create(CultureInfo.InvariantCulture, $"ends in {reminder.DaysLeft} days"),
            1 => "ends tomorrow",
            0 => "ended today",
            _ => $"ended on {reminder.End.Text()}",
        };

    /// <summary>How there is more time, by what was asked for already.</summary>
    private static string MoreTime(DueReminder reminder)
    {
        var ticket = ShellFormat.Escape(reminder.Exception.Ticket ?? "TICKET");
        return reminder.Request is { State: var state, Newest: { Part.IsExtension: true } newest } && state.IsWaiting()
            ? Waiting(newest, ticket)
            : "ask for more time now, which needs new approvals:"
                + $" amigov exception extend {ticket} --days N --justification \"...\"";
    }

    private static string Waiting(PartStatus extension, string ticket) =>
        extension.ApprovedAt is null
            ? $"let {extension.Part.Name} be decided on, which was asked for: {DecisionRules.List(extension.Missing)} must approve"
            : $"put in {extension.Part.Name}, which is approved: amigov exception implement {ticket}";

    private static IEnumerable<int> Openings(string text)
    {
        for (var at = 0; (at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0; at += 2)
            yield return at;
    }

    /// <summary>The name behind an opening; where nothing closes it, what can be shown of it.</summary>
    private static (string Text, bool IsKnown) NameAt(string text, int opening)
    {
        var start = opening + 2;
        var end = text.IndexOf("}}", opening, StringComparison.Ordinal);
        if (end < 0)
            return (text[start..Math.Min(text.Length, opening + 32)], false);
        var name = text[start..end];
        return (name, Names.Contains(name));
    }

    private static string Advice(string name) =>
        Suggestion.For(name, Names) is { } nearest
            ? $"did you mean `{{{{{nearest}}}}}`?"
            : $"known are {string.Join(", ", Names)}";

    [GeneratedRegex(@"\{\{(?<name>[a-z_]+)\}\}")]
    private static partial Regex Placeholder();
}
