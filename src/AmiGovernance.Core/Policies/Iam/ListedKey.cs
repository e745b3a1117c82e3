using System.Globalization;
using System.Net;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>A condition key of the table, with the type that AWS gives it.</summary>
/// <param name="Name">May end in a variable part: `aws:ResourceTag/${TagKey}`.</param>
/// <param name="Type">`String`, `ARN`, `Bool`, `Numeric`, `Date` or `IPAddress`, without the mark of several values.</param>
internal sealed record ListedKey(string Name, string Type)
{
    /// <summary>A key for each name that people choose, such as that of a tag: its values are theirs too.</summary>
    public bool IsVariable => Name.Contains("${", StringComparison.Ordinal);

    /// <summary>Whether AWS can ever send this value.</summary>
    public bool CanBe(string value) =>
        IsVariable
        || Type switch
        {
            "Bool" => bool.TryParse(value, out _),
            "Numeric" => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            "IPAddress" => IPAddress.TryParse(value, out _),
            _ => true,
        };

    /// <param name="line">`%key=type|category`.</param>
    public static ListedKey Parse(string service, string line)
    {
        var separator = line.IndexOf('=', StringComparison.Ordinal);
        var name = line[1..separator];
        var type = line[(separator + 1)..].Split('|')[0];
        return new ListedKey(
            name[0] == ':' ? service + name : name,
            type.EndsWith("[]", StringComparison.Ordinal) ? type[..^2] : type
        );
    }
}
