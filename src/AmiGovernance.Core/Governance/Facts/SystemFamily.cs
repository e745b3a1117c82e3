using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>A kind of images that people ask for, such as `ubuntu`.</summary>
/// <param name="Name">For people, and one of its words.</param>
/// <param name="Versions">How its versions look; `#` stands for one digit.</param>
public sealed record SystemFamily(string Name, ImmutableArray<string> Versions)
{
    public bool IsVersion(string text) => Versions.Any(form => HasForm(text, form));

    private static bool HasForm(string text, string form) =>
        text.Length == form.Length
        && text.Zip(form).All(c => c.Second == '#' ? char.IsAsciiDigit(c.First) : c.First == c.Second);
}
