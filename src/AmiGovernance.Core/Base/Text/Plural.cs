using System.Globalization;

namespace AmiGovernance.Core.Base.Text;

public static class Plural
{
    /// <summary>`1 day`, `2 days`.</summary>
    public static string Of(long count, string noun) => Of(count, noun, $"{noun}s");

    /// <summary>For nouns of several words.</summary>
    public static string Of(long count, string one, string several)
    {
        var noun = count == 1 ? one : several;
        return string.Create(CultureInfo.InvariantCulture, $"{count} {noun}");
    }
}
