using System.Globalization;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>Calendar dates as `YYYY-MM-DD` (ISO 8601), always in UTC.</summary>
public static class IsoDate
{
    private const string Format = "yyyy-MM-dd";

    public static bool TryParse(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    public static string Text(this DateOnly date) => date.ToString(Format, CultureInfo.InvariantCulture);

    public static DateOnly Today(this TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
