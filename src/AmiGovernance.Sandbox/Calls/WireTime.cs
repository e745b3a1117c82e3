using System.Globalization;

namespace AmiGovernance.Sandbox.Calls;

/// <summary>Times as AWS writes them in answers and documents: ISO 8601 with milliseconds.</summary>
internal static class WireTime
{
    public static string WireText(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
