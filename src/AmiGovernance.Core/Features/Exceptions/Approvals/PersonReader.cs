using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;

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

    private static bool IsHandle(string text) =>
        text.Length >= 2 && text.StartsWith('@') && !text.Any(char.IsWhiteSpace);

    /// <summary>One address is one person: else one person could hold two roles under two names.</summary>
    public static void CheckAddresses(ObjectReader root, ImmutableArray<Person> people)
    {
        var seen = new Dictionary<string, Person>(StringComparer.OrdinalIgnoreCase);
        foreach (var (person, email) in people.SelectMany(p => p.Emails.Select(e => (p, e))))
        {
            if (seen.TryAdd(email, person) || seen[email] == person)
                continue;
            root.Bag.Report(
                ApprovalDiagnostics.SharedAddress,
                root.Tree.At(person.Node["emails"] ?? person.Node),
                $"`{email}` belongs to `{seen[email].Id}` already",
                "approvals are told apart by their addresses: give each person an own one,"
                    + " or enter the person once and in several roles",
                related: new RelatedLocation(root.Tree.At(seen[email].Node), "entered here first")
            );
        }
    }
}
