namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>`*` and `?` (IAM user guide, "Using wildcards").</summary>
internal static class Glob
{
    // What a variable stood for is no wildcard; these are in no value of AWS.
    private const char Star = '\u0001';
    private const char Question = '\u0002';

    public static string Marked(string literal) => literal.Replace('*', Star).Replace('?', Question);

    public static string Literal(string marked) => marked.Replace(Star, '*').Replace(Question, '?');

    public static bool Matches(string pattern, string text, bool anyCase = false) =>
        anyCase
            ? Matches(pattern.ToUpperInvariant(), Marked(text.ToUpperInvariant()), 0, 0)
            : Matches(pattern, Marked(text), 0, 0);

    /// <summary>
    /// IAM user guide, "ARN condition operators": each of the six parts is compared by itself; missing parts are filled with wildcards.
    /// </summary>
    public static bool MatchesArn(string pattern, string arn)
    {
        var (wanted, parts) = (pattern.Split(':', 6), arn.Split(':', 6));
        if (parts.Length < 6)
            return false;
        return parts.Select((part, i) => Matches(wanted.ElementAtOrDefault(i) ?? "*", part)).All(isMatch => isMatch);
    }

    /// <summary>Where the text stops to match, the last `*` takes one character more.</summary>
    private static bool Matches(string pattern, string text, int p, int t)
    {
        var (afterStar, retryAt) = (-1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (afterStar, retryAt) = (++p, t);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
                (p, t) = (p + 1, t + 1);
            else if (afterStar >= 0)
                (p, t) = (afterStar, ++retryAt);
            else
                return false;
        }
        return pattern[p..].All(c => c == '*');
    }
}
