using System.Globalization;

namespace AmiGovernance.Aws.Protocol;

/// <summary>The parameters of a call in the query protocol, where lists are numbered from 1. Empty values are left out.</summary>
internal sealed class QueryParameters : List<KeyValuePair<string, string>>
{
    public void Add(string name, string value)
    {
        if (value.Length > 0)
            Add(KeyValuePair.Create(name, value));
    }

    public void AddList(string name, IEnumerable<string> values)
    {
        foreach (var (number, value) in values.Index())
            Add(string.Create(CultureInfo.InvariantCulture, $"{name}.member.{number + 1}"), value);
    }

    /// <param name="entry">What an entry is called: `member` in a list of pairs, `entry` in a map.</param>
    public void AddPairs(
        string name,
        IEnumerable<KeyValuePair<string, string>> pairs,
        string key = "Key",
        string value = "Value",
        string entry = "member"
    )
    {
        foreach (var (number, pair) in pairs.Index())
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{name}.{entry}.{number + 1}");
            Add($"{prefix}.{key}", pair.Key);
            Add(KeyValuePair.Create($"{prefix}.{value}", pair.Value));
        }
    }
}
