using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace AmiGovernance.Aws.Calibration;

/// <summary>An answer as values by their paths; see <see cref="Core.Ports.Calibration.ServiceAnswer.Values"/>.</summary>
internal static class FlatAnswer
{
    /// <summary>What lists of EC2 call their entries.</summary>
    private const string Entry = "item";

    public static ImmutableSortedDictionary<string, string> Of(JsonElement body)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Add(values, "", body);
        return values.ToImmutable();
    }

    public static ImmutableSortedDictionary<string, string> Of(XElement body)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var child in body.Elements())
            Add(values, child.Name.LocalName, child);
        return values.ToImmutable();
    }

    private static void Add(ImmutableSortedDictionary<string, string>.Builder values, string path, JsonElement node)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in node.EnumerateObject())
                    Add(values, Path(path, member.Name), member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in node.EnumerateArray().Index())
                    Add(values, Path(path, Number(index)), item);
                break;
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            default:
                values[path] = node.ToString();
                break;
        }
    }

    private static void Add(ImmutableSortedDictionary<string, string>.Builder values, string path, XElement node)
    {
        if (!node.HasElements)
        {
            values[path] = node.Value;
            return;
        }
        var entries = 0;
        foreach (var child in node.Elements())
        {
            var name = child.Name.LocalName;
            Add(values, Path(path, name == Entry ? Path(Entry, Number(entries++)) : name), child);
        }
    }

    private static string Path(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
