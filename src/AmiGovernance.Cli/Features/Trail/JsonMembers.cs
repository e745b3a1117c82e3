using System.Text.Json;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Members that reports leave out when they are not known.</summary>
internal static class JsonMembers
{
    /// <param name="value">Empty when it is not known.</param>
    public static void WriteIfKnown(this Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
            writer.WriteString(name, value);
    }

    public static void WriteIfKnown(this Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is not null)
            writer.WriteString(name, TimeText.Of(time));
    }
}
