using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>What the eye keeps of a name: no case, no separators, no difference between characters that look alike.</summary>
/// <param name="Letters">What is left of the name.</param>
/// <param name="Digits">`#` at each place where the name has a digit, for a digit may stand for a letter.</param>
internal readonly record struct NameSkeleton(string Letters, string Digits)
{
    private const string Confusable = "аеорсхуіѕјԁԛԝкмтнвαεοριντκıɑɡłøœßáàâäãåéèêëíìîïóòôöõúùûüñç";
    private const string Plain = "aeopcxylsjdqwkmtnbaeoplvtklagloobaaaaaaeeeellllooooouuuunc";

    /// <summary>Pairs that look like one letter.</summary>
    private static readonly (string Pair, char Letter)[] Pairs = [("rn", 'm'), ("vv", 'w'), ("cl", 'd')];

    public static NameSkeleton Of(string name)
    {
        var letters = new StringBuilder(name.Length);
        var digits = new StringBuilder(name.Length);
        foreach (var written in name)
        {
            var c = char.ToLowerInvariant(Narrow(written));
            if (Letter(c) is not { } letter)
                continue;
            letters.Append(letter);
            digits.Append(char.IsAsciiDigit(c) ? '#' : '.');
            Join(letters, digits);
        }
        return new NameSkeleton(letters.ToString(), digits.ToString());
    }

    /// <summary>A full-width character as the plain one.</summary>
    private static char Narrow(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;

    private static char? Letter(char c)
    {
        var at = Confusable.IndexOf(c, StringComparison.Ordinal);
        if (at >= 0)
            return Plain[at];
        return c switch
        {
            '0' => 'o',
            '1' or 'i' => 'l',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '8' => 'b',
            _ => char.IsAsciiLetterOrDigit(c) ? c : null,
        };
    }

    private static void Join(StringBuilder letters, StringBuilder digits)
    {
        foreach (var (pair, letter) in Pairs)
            if (letters.Length > 1 && letters[^2] == pair[0] && letters[^1] == pair[1])
            {
                letters.Length--;
                digits.Length--;
                letters[^1] = letter;
            }
    }
}
