using System.Buffers;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// The id of a machine image: `ami-` and 8 or 17 hexadecimal digits in lower case (EC2 user guide, "Resource IDs").
/// </summary>
public readonly record struct ImageId : IComparable<ImageId>
{
    private const string Prefix = "ami-";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string? value;

    private ImageId(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("an image without an id");

    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Length is 12 or 21
        && !text[Prefix.Length..].ContainsAnyExcept(Digits);

    public static bool TryParse(string text, out ImageId id)
    {
        id = IsValid(text) ? new ImageId(text) : default;
        return id.value is not null;
    }

    public static ImageId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"not the id of an image: {text}");

    public int CompareTo(ImageId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
