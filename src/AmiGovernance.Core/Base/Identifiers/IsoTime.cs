using System.Globalization;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>Moments as `YYYY-MM-DDTHH:MM:SSZ` (ISO 8601), always in UTC.</summary>
public static class IsoTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out time
        );

    public static string IsoText(this DateTimeOffset time) =>
        time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>For people, such as `2026-01-03 12:00 UTC`.</summary>
    public static string MinuteText(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static DateOnly Day(this DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>The calendar's first moment has none before it.</summary>
    public static DateTimeOffset SecondBefore(this DateTimeOffset time) =>
        time.UtcTicks < TimeSpan.TicksPerSecond ? DateTimeOffset.MinValue : time.ToUniversalTime().AddSeconds(-1);

    /// <summary>The calendar's last second has none after it.</summary>
    public static DateTimeOffset SecondAfter(this DateTimeOffset time) =>
        DateTimeOffset.MaxValue.UtcTicks - time.UtcTicks < TimeSpan.TicksPerSecond
            ? DateTimeOffset.MaxValue
            : time.ToUniversalTime().AddSeconds(1);

    /// <summary>The present second: what is written can be read back as the same moment.</summary>
    public static DateTimeOffset Now(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }
}
