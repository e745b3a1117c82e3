namespace AmiGovernance.Core.Text;

public static class Plural
{
    /// <summary>`1 day`, `2 days`.</summary>
    public static string Of(int count, string noun) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
