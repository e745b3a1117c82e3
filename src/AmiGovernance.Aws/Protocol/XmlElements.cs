using System.Xml.Linq;

namespace AmiGovernance.Aws.Protocol;

/// <summary>Reads answers of the query protocol, whatever their namespace.</summary>
internal static class XmlElements
{
    public static XElement? Child(this XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    /// <summary>The elements of a list or map; none when it is missing.</summary>
    public static IEnumerable<XElement> Members(this XElement? parent, string name) =>
        parent.Child(name)?.Elements() ?? [];

    /// <summary>Empty when the element is missing.</summary>
    public static string Text(this XElement? parent, string name) => parent.Child(name)?.Value ?? "";
}
