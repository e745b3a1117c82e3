using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>Reads `config/approvers.json` and reports every mistake in one pass.</summary>
public static class ApproversReader
{
    public static readonly string[] RootKeys = ["$schema", "require_signed_commits", "people", "roles", "code_owners"];

    public static readonly string[] PersonKeys = ["name", "emails", "handle", "signing_keys"];

    /// <summary>Null with a report when the file is not usable: who may approve must not be guessed.</summary>
    public static Approvers? Read(SourceText source, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var approvers =
            JsonParser.Parse(source, own) is { } tree && ObjectReader.Open(tree, tree.Root, RootKeys, own) is { } root
                ? Read(root)
                : null;
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : approvers;
    }

    private static Approvers Read(ObjectReader root)
    {
        root.Require("people");
        root.Require("roles");
        root.Text("$schema");
        var people = Entries(root, "people").Select(p => ReadPerson(root, p)).OfType<Person>().ToImmutableArray();
        CheckAddresses(root, people);
        var roles = Entries(root, "roles")
            .Select(r => (r.Name, Members: ReadMembers(root, r, people)))
            .ToImmutableArray();
        root.Distinct(Entries(root, "roles").Select(r => (r.Value, RoleName.Normal(r.Name))));
        return new Approvers
        {
            Tree = root.Tree,
            RequireSignedCommits = root.Boolean("require_signed_commits") ?? false,
            People = people,
            Roles = roles,
            CodeOwners =
            [
                .. Entries(root, "code_owners")
                    .Where(p => IsPath(root, p))
                    .Select(p => new OwnedPath(p.Name, ReadRoles(root, p, roles))),
            ],
        };
    }

    private static IReadOnlyList<JsonProperty> Entries(ObjectReader root, string key)
    {
        if (root.Node[key] is not { } node)
            return [];
        if (node is JsonObject table)
            return table.Properties;
        ObjectReader.ReportWrongType(root.Tree, node, "an object", root.Bag);
        return [];
    }

    private static Person? ReadPerson(ObjectReader root, JsonProperty property)
    {
        if (root.Open(property.Value, PersonKeys) is not { } entry)
            return null;
        entry.Require("name");
        entry.Require("emails");
        var (name, handle) = (entry.Text("name"), entry.Text("handle"));
        if (handle is not null && (!handle.StartsWith('@') || handle.Length < 2 || handle.Any(char.IsWhiteSpace)))
            entry.Bag.Report(
                ConfigDiagnostics.InvalidText,
                entry.Tree.At(entry.Node["handle"] ?? entry.Node),
                $"`{handle}` is not a handle",
                "as the code host writes it, such as `@srivera`"
            );
        var emails = entry.Values("emails", 1, int.MaxValue, n => entry.Email(n));
        return name is null
            ? null
            : new Person(
                entry.Node,
                property.Name,
                name,
                emails,
                handle,
                entry.Values("signing_keys", 1, int.MaxValue, n => entry.Text(n))
            );
    }

    /// <summary>One address is one person: else one person could hold two roles under two names.</summary>
    private static void CheckAddresses(ObjectReader root, ImmutableArray<Person> people)
    {
        var seen = new Dictionary<string, Person>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in people)
        foreach (var email in person.Emails)
            if (!seen.TryAdd(email, person) && seen[email] != person)
                root.Bag.Report(
                    ApprovalDiagnostics.SharedAddress,
                    root.Tree.At(person.Node["emails"] ?? person.Node),
                    $"`{email}` belongs to `{seen[email].Id}` already",
                    "approvals are told apart by their addresses: give each person an own one, or enter the person once and in several roles",
                    related: new RelatedLocation(root.Tree.At(seen[email].Node), "entered here first")
                );
    }

    private static bool IsPath(ObjectReader root, JsonProperty property)
    {
        if (property.Name.StartsWith('/') && !property.Name.Any(c => char.IsControl(c) || c is '#' or '\\'))
            return true;
        root.Bag.Report(
            ConfigDiagnostics.InvalidText,
            root.Tree.AtName(property),
            $"`{property.Name}` is no path of the repository",
            "it starts at the root, such as `/config/` or `/dist/`"
        );
        return false;
    }

    private static ImmutableArray<Person> ReadMembers(
        ObjectReader root,
        JsonProperty role,
        ImmutableArray<Person> people
    ) =>
        Names(
            root,
            role,
            n => Known(root, n, people.Select(p => p.Id), "person", "people"),
            id => people.FirstOrDefault(p => p.Id == id)
        );

    private static ImmutableArray<string> ReadRoles(
        ObjectReader root,
        JsonProperty path,
        ImmutableArray<(string Name, ImmutableArray<Person> Members)> roles
    ) => Names(root, path, n => Known(root, n, roles.Select(r => r.Name), "role", "roles"), name => name);

    private static ImmutableArray<T> Names<T>(
        ObjectReader root,
        JsonProperty list,
        Func<JsonNode, string?> read,
        Func<string, T?> find
    )
        where T : class
    {
        if (list.Value is not JsonArray array)
        {
            ObjectReader.ReportWrongType(root.Tree, list.Value, "an array", root.Bag);
            return [];
        }
        return
        [
            .. root.Distinct(
                    array
                        .Items.Select(n => (n, read(n)))
                        .Where(n => n.Item2 is not null)
                        .Select(n => (n.n, n.Item2 ?? ""))
                )
                .Select(find)
                .OfType<T>(),
        ];
    }

    private static string? Known(ObjectReader root, JsonNode node, IEnumerable<string> known, string what, string key)
    {
        if (root.Text(node) is not { } name || known.Contains(name))
            return (node as JsonString)?.Value;
        var nearest = Suggestion.For(name, known);
        root.Bag.Report(
            ApprovalDiagnostics.UnknownName,
            root.Tree.At(node),
            $"`{name}` is no {what} in `{key}`",
            nearest is null ? $"enter the {what} in `{key}` first" : $"did you mean `{nearest}`?"
        );
        return null;
    }
}
