using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>Reads `config/approvers.json` and reports every mistake in one pass.</summary>
internal sealed class ApproversReader
{
    public static readonly string[] RootKeys = ["$schema", "require_signed_commits", "people", "roles", "code_owners"];

    private readonly ObjectReader root;

    private static readonly SourceUpkeep Upkeep = new() { DescribedBy = "amigov schema approvers" };

    private ApproversReader(ObjectReader root) => this.root = root;

    /// <summary>Null with a report when the file is not usable: who may approve must not be guessed.</summary>
    public static Approvers? Read(SourceText source, DiagnosticBag bag) =>
        SoundDocument.Read(source.KeptBy(Upkeep), RootKeys, bag, root => new ApproversReader(root).Read());

    private Approvers Read()
    {
        root.Require("people");
        root.Require("roles");
        root.Text("$schema");
        var people = Entries("people").Select(p => PersonReader.Read(root, p)).OfType<Person>().ToImmutableArray();
        PersonReader.CheckPeople(root, people);

        var roles = Entries("roles").Select(r => (r.Name, Members: ReadMembers(r, people))).ToImmutableArray();
        root.Distinct(Entries("roles").Select(r => (r.Value, RoleName.Normal(r.Name))));

        var paths = Entries("code_owners").Where(IsPath).Select(p => new OwnedPath(p.Name, ReadRoles(p, roles)));
        return new Approvers
        {
            Tree = root.Tree,
            RequireSignedCommits = root.Boolean("require_signed_commits") ?? false,
            People = people,
            Roles = roles,
            CodeOwners = [.. paths],
        };
    }

    private IReadOnlyList<JsonProperty> Entries(string key)
    {
        if (root.Node[key] is not { } node)
            return [];
        if (node is JsonObject table)
            return table.Properties;

        ObjectReader.ReportWrongType(root.Tree, node, "an object", root.Bag);
        return [];
    }

    private bool IsPath(JsonProperty property)
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

    private ImmutableArray<Person> ReadMembers(JsonProperty role, ImmutableArray<Person> people)
    {
        var ids = ReadNames(role, [.. people.Select(p => p.Id)], "person", "people");
        return [.. ids.Select(id => people.FirstOrDefault(p => p.Id == id)).OfType<Person>()];
    }

    private ImmutableArray<string> ReadRoles(
        JsonProperty path,
        ImmutableArray<(string Name, ImmutableArray<Person> Members)> roles
    ) => ReadNames(path, [.. roles.Select(r => r.Name)], "role", "roles");

    /// <param name="known">What is entered in <paramref name="key"/>.</param>
    private ImmutableArray<string> ReadNames(JsonProperty list, string[] known, string what, string key)
    {
        if (list.Value is JsonArray array)
            return root.DistinctOf(array.Items, node => ReadName(node, known, what, key));

        ObjectReader.ReportWrongType(root.Tree, list.Value, "an array", root.Bag);
        return [];
    }

    private string? ReadName(JsonNode node, string[] known, string what, string key)
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
