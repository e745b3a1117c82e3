namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// A line of log events that CloudWatch Logs exported to a bucket: the time, a space, the message (CloudWatch Logs user guide, "Export
/// log data to Amazon S3").
/// </summary>
internal static class LogLine
{
    private static ReadOnlySpan<byte> Form => "0000-00-00T00:00:00.000Z "u8;

    /// <summary>In bytes, with its space.</summary>
    public const int TimeLength = 25;

    /// <summary>The length of the time that stands here, with its space; 0 for anything else.</summary>
    public static int TimeAt(ReadOnlySpan<byte> text)
    {
        if (text.Length < TimeLength)
            return 0;
        for (var at = 0; at < TimeLength; at++)
            if (Form[at] == '0' ? !char.IsAsciiDigit((char)text[at]) : text[at] != Form[at])
                return 0;
        return TimeLength;
    }
}
