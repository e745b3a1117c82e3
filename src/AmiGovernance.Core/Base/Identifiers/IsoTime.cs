using System.Buffers;
using System.Globalization;
using System.Text;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>Moments as `YYYY-MM-DDTHH:MM:SSZ` (ISO 8601), always in UTC.</summary>
public static class IsoTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private const int Length = 20;

    /// <summary>In milliseconds, a day in 1973; in seconds, one in the year 5138.</summary>
    private const long MostUnixSeconds = 100_000_000_000;

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out time
        );

    /// <summary>Of UTF-8 text, without making a string of it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        Span<char> characters = stackalloc char[Length];
        time = default;
        return text.Length == Length
            && Ascii.ToUtf16(text, characters, out _) == OperationStatus.Done
            && TryParse(characters, out time);
    }

    /// <summary>Seconds since 1970, or milliseconds where it is too large for these; null for what is no time at all.</summary>
    public static DateTimeOffset? OfUnix(long number)
    {
        var milliseconds = Math.Abs(number) < MostUnixSeconds ? number * 1000 : number;
        return
            milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

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
