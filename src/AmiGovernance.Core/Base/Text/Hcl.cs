using System.Globalization;
using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>Text in Terraform's language, laid out as `terraform fmt` does.</summary>
internal static class Hcl
{
    /// <summary>`${` and `%{` would begin a template (Terraform language, "Strings and templates").</summary>
    public static string Quoted(string text) =>
        "\""
        + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("${", "$${", StringComparison.Ordinal)
            .Replace("%{", "%%{", StringComparison.Ordinal)
        + "\"";

    /// <summary>Attributes one below the other, their values in one column.</summary>
    public static void Attributes(StringBuilder text, string indent, IReadOnlyList<(string Name, string Value)> values)
    {
        var width = values.Max(v => v.Name.Length);
        foreach (var (name, value) in values)
            text.Append(indent).Append(name.PadRight(width)).Append(" = ").Append(value).Append('\n');
    }

    /// <summary>A block with attributes, and a block in it.</summary>
    /// <param name="header">Such as `resource "aws_sns_topic" "alarms"`.</param>
    public static void Block(
        StringBuilder text,
        string header,
        IReadOnlyList<(string Name, string Value)> values,
        (string Header, IReadOnlyList<(string Name, string Value)> Values)? inner = null
    )
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{header} {{\n");
        if (values.Count > 0)
            Attributes(text, "  ", values);
        if (inner is { } block)
        {
            if (values.Count > 0)
                text.Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"  {block.Header} {{\n");
            Attributes(text, "    ", block.Values);
            text.Append("  }\n");
        }
        text.Append("}\n");
    }
}
