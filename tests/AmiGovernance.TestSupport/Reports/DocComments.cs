using System.Reflection;
using System.Xml.Linq;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>What the comments in the code say of types and members.</summary>
internal static class DocComments
{
    private static readonly Dictionary<string, string> Summaries = new[] { "AmiGovernance.Core", "amigov" }
        .SelectMany(name => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{name}.xml")).Descendants("member"))
        .Where(m => m.Element("summary") is not null && Name(m).Contains(":AmiGovernance.", StringComparison.Ordinal))
        .ToDictionary(Name, m => Text(m.Element("summary")!), StringComparer.Ordinal);

    /// <summary>Null when nothing is said.</summary>
    public static string? Of(Type type) => Summaries.GetValueOrDefault($"T:{Name(type)}");

    public static string? Of(PropertyInfo member) =>
        Summaries.GetValueOrDefault($"P:{Name(member.DeclaringType!)}.{member.Name}");

    private static string Name(XElement member) => (string)member.Attribute("name")!;

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    /// <summary>On one line.</summary>
    private static string Text(XElement summary)
    {
        var words = summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words);
    }
}
