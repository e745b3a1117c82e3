using System.Globalization;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>Numbers in sentences.</summary>
internal static class Amount
{
    /// <summary>`1 account`, `1,234 accounts`.</summary>
    public static string Of(long count, string noun) => Of(count, noun, $"{noun}s");

    /// <summary>For nouns with a plural of their own.</summary>
    public static string Of(long count, string one, string several) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + (count == 1 ? $" {one}" : $" {several}");
}
