using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// The name of an AWS Region, such as `us-east-1`. Only the form is checked: whether AWS has such a Region, and whether an account has
/// opted in to it, only AWS can tell.
/// </summary>
public readonly partial record struct RegionName : IComparable<RegionName>
{
    private readonly string? value;

    private RegionName(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("a Region without a name");

    public static bool IsValid(string text) => Pattern().IsMatch(text);

    public static bool TryParse(string text, out RegionName region)
    {
        region = IsValid(text) ? new RegionName(text) : default;
        return region.value is not null;
    }

    public static RegionName Parse(string text) =>
        TryParse(text, out var region) ? region : throw new FormatException($"not the name of a Region: {text}");

    public int CompareTo(RegionName other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    /// <summary>`us-east-1`, `us-gov-west-1`, `ap-southeast-4`, `us-isob-east-1`, `eusc-de-east-1`.</summary>
    [GeneratedRegex(@"^[a-z]{2,8}(-[a-z]{2,12}){1,3}-[0-9]{1,2}\z")]
    private static partial Regex Pattern();
}
