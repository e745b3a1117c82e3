using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>The texts that a part of an ARN can be, as an automaton. A state below 0 leads nowhere.</summary>
/// <param name="Letters">All characters, in groups that the automaton does not tell apart; the first of a group stands for it.</param>
/// <param name="Next">From a state by a character to a state.</param>
/// <param name="Accepts">Whether a text may end in the state.</param>
internal sealed record Language(
    string Name,
    ImmutableArray<string> Letters,
    Func<int, char, int> Next,
    Func<int, bool> Accepts
)
{
    /// <summary>What all texts begin with.</summary>
    public string Start { get; init; } = "";

    private const int AccountDigits = 12;
    private const string Digits = "1234567890";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Ids of older images have 8 characters after `ami-`, those since 2016 have 17 (EC2 user guide, "Longer IDs").</summary>
    private static readonly int[] ImageIdLengths = [12, 21];

    private const string ImageIdStart = "ami-";

    public static readonly Language Account = new(
        "account",
        [.. Digits.Select(c => c.ToString())],
        (state, read) => state < AccountDigits && char.IsAsciiDigit(read) ? state + 1 : -1,
        state => state == AccountDigits
    );

    public static readonly Language ImageId = new(
        "image",
        ["0123456789abcdef", "a", "m", "i", "-"],
        NextOfImage,
        IsImageEnd
    );

    /// <summary>Words with hyphens between them, the last of digits.</summary>
    public static readonly Language Region = new(
        "region",
        [Lower, Digits, "-"],
        NextOfRegion,
        state => state > InNumber
    );

    /// <summary>
    /// Paths hold any printable ASCII character, slashes too (IAM API reference, `CreateRole`, `Path`); names hold letters, digits and
    /// `_+=,.@-`.
    /// </summary>
    /// <param name="hasPath">A federated user has no path (STS API reference, `GetFederationToken`).</param>
    public static Language Named(string kind, bool hasPath = true) =>
        new(
            kind,
            [
                "SABCDEFGHIJKLMNOPQRTUVWXYZabcdefghijklmnopqrstuvwxyz" + Digits + "_+=,.@-",
                "/",
                "!\"#$%&'()*:;<>?[\\]^`{|}~",
            ],
            (state, read) =>
                NextOfNamed(kind, state, read) is var next && (hasPath || next <= kind.Length + InName) ? next : -1,
            state => state == kind.Length + InName
        )
        {
            Start = kind,
        };

    /// <summary>Any text, such as the value of a tag.</summary>
    public static readonly Language Text = new("text", [" " + Lower + Digits], (_, _) => 0, _ => true);

    /// <summary>One text and no other.</summary>
    public static Language Only(string text) =>
        new(
            text,
            [.. text.Distinct().Select(c => c.ToString())],
            (state, read) => state < text.Length && text[state] == read ? state + 1 : -1,
            state => state == text.Length
        )
        {
            Start = text,
        };

    private static int NextOfImage(int state, char read)
    {
        var fits =
            state < ImageIdStart.Length
                ? ImageIdStart[state] == read
                : state < ImageIdLengths[^1] && char.IsAsciiHexDigitLower(read);
        return fits ? state + 1 : -1;
    }

    private static bool IsImageEnd(int state) => ImageIdLengths.Contains(state);

    private const int ShortestWord = 2;
    private const int LongestWord = 12;
    private const int LongestFirstWord = 8;
    private const int FewestWords = 2;
    private const int MostWords = 4;
    private const int InNumber = MostWords * (LongestWord + 1);

    /// <summary>Counts the letters of each word, and then the digits, as <see cref="RegionName"/> allows them.</summary>
    private static int NextOfRegion(int state, char read)
    {
        if (state >= InNumber)
            return char.IsAsciiDigit(read) && state < InNumber + 2 ? state + 1 : -1;
        var (word, letters) = (state / (LongestWord + 1), state % (LongestWord + 1));
        return Kind(read) switch
        {
            'a' when letters < LongestWord && (word > 0 || letters < LongestFirstWord) => state + 1,
            '-' when letters >= ShortestWord && word < MostWords => (word + 1) * (LongestWord + 1),
            '0' when letters == 0 && word >= FewestWords => InNumber + 1,
            _ => -1,
        };
    }

    private static char Kind(char read)
    {
        if (char.IsAsciiLetterLower(read))
            return 'a';
        return char.IsAsciiDigit(read) ? '0' : read;
    }

    private const int AtStart = 0;
    private const int InName = 1;
    private const int InPathOnly = 2;
    private const int AfterSlash = 3;

    /// <summary>
    /// Up to the kind's length its letters; then in what can be a name, in what can be a path only, or after the slash of a path, which is
    /// `/` or has something between its first slash, the kind's, and its last.
    /// </summary>
    private static int NextOfNamed(string kind, int state, char read)
    {
        if (state < kind.Length)
            return kind[state] == read ? state + 1 : -1;
        if (read == '/')
            return kind.Length + (state == kind.Length + AtStart ? InPathOnly : AfterSlash);
        if (read is < '!' or > '~')
            return -1;
        var canBeName = char.IsAsciiLetterOrDigit(read) || "_+=,.@-".Contains(read, StringComparison.Ordinal);
        return kind.Length + (canBeName && state != kind.Length + InPathOnly ? InName : InPathOnly);
    }
}
