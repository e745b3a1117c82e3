using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>Reads the people of `config/approvers.json`.</summary>
internal static class PersonReader
{
    public static readonly string[] Keys = ["name", "emails", "handle", "signing_keys"];

    /// <summary>Null with a report when there is no name.</summary>
    public static Person? Read(ObjectReader root, JsonProperty property)
    {
        if (root.Open(property.Value, Keys) is not { } entry)
            return null;

        entry.Require("name");
        entry.Require("emails");
        var (name, handle) = (entry.Text("name"), ReadHandle(entry));
        var emails = entry.Values("emails", 1, int.MaxValue, n => entry.Email(n));
        var keys = entry.Values("signing_keys", 1, int.MaxValue, n => entry.Text(n));
        return name is null ? null : new Person(entry.Node, property.Name, name, emails, handle, keys);
    }

    private static string? ReadHandle(ObjectReader entry)
    {
        var handle = entry.Text("handle");
        if (handle is null || IsHandle(handle))
            return handle;

        entry.Bag.Report(
            ConfigDiagnostics.InvalidText,
            entry.Tree.At(entry.Node["handle"] ?? entry.Node),
            $"`{handle}` is not a handle",
            "as the code host writes it, such as `@srivera`"
        );
        return handle;
    }

    /// <summary>
    /// docs.gitlab.com, "Namespace rules"; GitHub's are a part of these. One person under two spellings would be two.
    /// </summary>
    private static bool IsHandle(string text) =>
        text.Length >= 2 && text[0] == '@' && IsWord(text[1]) && text[2..].All(c => IsWord(c) || c is '.' or '-');

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>One person is entered once: else one person could hold two roles under two names.</summary>
    public static void CheckPeople(ObjectReader root, ImmutableArray<Person> people)
    {
        CheckAddresses(root, people);
        Report(
            root,
            people,
            "handle",
            p => p.Handle is { } handle ? [handle] : [],
            handle => handle.ToLowerInvariant()
        );
        Report(root, people, "signing_keys", p => p.SigningKeys, key => key.ToLowerInvariant());
        Report(root, people, "name", p => [p.Name], PersonName.Normal);
        ReportLookAlikes(root, people);
    }

    private static void CheckAddresses(ObjectReader root, ImmutableArray<Person> people)
    {
        var seen = new Dictionary<string, Person>(StringComparer.Ordinal);
        foreach (var (person, email) in people.SelectMany(p => p.Emails.Select(e => (p, e))))
        {
            var mailbox = MailAddress.Mailbox(email);
            if (seen.TryAdd(mailbox, person) || seen[mailbox] is var other && other == person)
                continue;
            var isSame = other.Emails.Any(e => MailAddress.AreSame(e, email));
            root.Bag.Report(
                ApprovalDiagnostics.SharedAddress,
                root.Tree.At(person.Node["emails"] ?? person.Node),
                isSame
                    ? $"`{email}` belongs to `{other.Id}` already"
                    : $"`{email}` is delivered to a mailbox of `{other.Id}`: what stands behind a plus makes no other",
                "approvals are told apart by their addresses: give each person an own one,"
                    + " or enter the person once and in several roles",
                related: new RelatedLocation(root.Tree.At(other.Node), "entered here first")
            );
        }
    }

    private static void Report(
        ObjectReader root,
        ImmutableArray<Person> people,
        string key,
        Func<Person, IEnumerable<string>> values,
        Func<string, string> normal
    )
    {
        var seen = new Dictionary<string, Person>(StringComparer.Ordinal);
        foreach (var (person, value) in people.SelectMany(p => values(p).Select(v => (p, v))))
        {
            var same = normal(value);
            if (!seen.TryAdd(same, person) && seen[same] is var other && other != person)
                root.Bag.Report(
                    ApprovalDiagnostics.SharedIdentity,
                    root.Tree.At(person.Node[key] ?? person.Node),
                    $"`{person.Id}` and `{other.Id}` have the same `{key}`: `{value}`",
                    "enter a person once and in several roles; two people of one name are told apart by a middle name",
                    related: new RelatedLocation(root.Tree.At(other.Node), "entered here first")
                );
        }
    }

    /// <summary>What only the eye takes for the same; it may be two people.</summary>
    private static void ReportLookAlikes(ObjectReader root, ImmutableArray<Person> people)
    {
        var seen = new Dictionary<string, (Person Person, string Text)>(StringComparer.Ordinal);
        foreach (var person in people)
        foreach (
            var text in person.Emails.Select(MailAddress.Mailbox).Append(PersonName.Normal(person.Name)).Distinct()
        )
        {
            var letters = NameSkeleton.Of(text).Letters;
            if (
                !seen.TryAdd(letters, (person, text))
                && seen[letters] is var (other, shown)
                && other != person
                && shown != text
            )
                root.Bag.Report(
                    ApprovalDiagnostics.LookAlike,
                    root.Tree.At(person.Node),
                    $"`{text}` of `{person.Id}` looks like `{shown}` of `{other.Id}`",
                    "make sure that these are two people: one who is entered twice could approve alone",
                    related: new RelatedLocation(root.Tree.At(other.Node), "looks the same")
                );
        }
    }
}
