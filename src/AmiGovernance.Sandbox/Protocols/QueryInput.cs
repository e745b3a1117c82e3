using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>The parameters of a call in the protocols `awsQuery` and `ec2Query`: flat names with numbers for lists, from 1.</summary>
public sealed class QueryInput(IReadOnlyDictionary<string, string> parameters, string prefix = "")
{
    public string? Text(string name) => parameters.GetValueOrDefault(prefix + name);

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw new SandboxException("MissingParameter", $"The request must contain the parameter {name}");

    public bool Flag(string name) => string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase);

    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>`Name.1`, `Name.2`, … (`ec2Query`) or `Name.member.1`, … (`awsQuery`).</summary>
    public ImmutableArray<string> Texts(string name) => [.. Keys(name).Select(key => parameters[key])];

    /// <summary>The members of a list of structures; the names inside each are without its prefix.</summary>
    public IEnumerable<QueryInput> Structures(string name)
    {
        for (var i = 1; ; i++)
        {
            var start = string.Create(CultureInfo.InvariantCulture, $"{prefix}{name}.{i}.");
            if (!parameters.Keys.Any(k => k.StartsWith(start, StringComparison.Ordinal))) yield break;
            yield return new QueryInput(parameters, start);
        }
    }

    public QueryInput Structure(string name) => new(parameters, $"{prefix}{name}.");

    private IEnumerable<string> Keys(string name)
    {
        foreach (var form in new[] { $"{prefix}{name}.", $"{prefix}{name}.member." })
            for (var i = 1; parameters.ContainsKey(form + i.ToString(CultureInfo.InvariantCulture)); i++) yield return form + i.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Of a describe call: values of one filter are alternatives, filters must all hold; `*` and `?` are wildcards.</summary>
    public ImmutableArray<(string Name, ImmutableArray<string> Values)> Filters => [.. Structures("Filter").Select(f => (f.Required("Name"), f.Texts("Value")))];

    /// <summary>The tags that a call gives to new resources of a type.</summary>
    public ImmutableSortedDictionary<string, string> TagsFor(string resourceType) =>
        Structures("TagSpecification").Where(s => s.Text("ResourceType") == resourceType).SelectMany(s => s.Structures("Tag"))
            .GroupBy(t => t.Required("Key")).ToImmutableSortedDictionary(g => g.Key, g => g.Last().Text("Value") ?? "", StringComparer.Ordinal);
}
