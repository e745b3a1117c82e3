using System.Text.Json;

namespace AmiGovernance.Aws.Calibration;

/// <summary>Makes a JSON request of parameters by their paths; see <see cref="Core.Ports.Calibration.ServiceCall.Parameters"/>.</summary>
internal static class FlatRequest
{
    /// <summary>The members of the request; the object around them is written already.</summary>
    public static Action<Utf8JsonWriter> Json(IReadOnlyDictionary<string, string> parameters) =>
        writer => WriteMembers(writer, [.. parameters.Select(p => (p.Key.Split('.'), p.Value))], 0);

    private static void WriteMembers(Utf8JsonWriter writer, (string[] Path, string Value)[] all, int depth)
    {
        foreach (var member in all.GroupBy(p => p.Path[depth]))
        {
            writer.WritePropertyName(member.Key);
            WriteValue(writer, [.. member], depth + 1);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, (string[] Path, string Value)[] all, int depth)
    {
        if (all[0].Path.Length == depth)
            writer.WriteStringValue(all[0].Value);
        else if (char.IsAsciiDigit(all[0].Path[depth][0]))
        {
            writer.WriteStartArray();
            foreach (var item in all.GroupBy(p => p.Path[depth]))
                WriteValue(writer, [.. item], depth + 1);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject();
            WriteMembers(writer, all, depth);
            writer.WriteEndObject();
        }
    }
}
