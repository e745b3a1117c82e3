using System.Globalization;
using System.Text;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>A person's name, compared as people compare it.</summary>
internal static class PersonName
{
    /// <summary>In compatibility form (Unicode, NFKC), in lower case, with single spaces and without what cannot be seen.</summary>
    public static string Normal(string name)
    {
        var shown = name.EnumerateRunes()
            .Where(r => Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Format or UnicodeCategory.Control));
        var text = string.Concat(shown).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    public static bool AreSame(string a, string b) => Normal(a) is { Length: > 0 } normal && normal == Normal(b);
}
