using System.Text.Json;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Why a fleet of type `instant` did not launch all of its instances (EC2 API reference, CreateFleet: `errorSet` and
/// `fleetInstanceSet`). Such a call succeeds: its record has no error of its own, but
/// `responseElements.CreateFleetResponse.errorSet.item`, one object or a list.
/// </summary>
internal sealed class FleetErrors(StringPool strings)
{
    private (string Code, string Message) current = ("", "");
    private (string Code, string Message) chosen = ("", "");
    private int depth;

    /// <summary>Whether the answer has an instance.</summary>
    public bool HasInstance { get; private set; }

    /// <summary>The first that is a denial, else the first; null when there is none.</summary>
    public (string Code, string Message)? Chosen => chosen.Code.Length > 0 ? chosen : null;

    public void Clear()
    {
        current = chosen = ("", "");
        HasInstance = false;
    }

    /// <summary>Called for each token of an answer, in order; goes on to the value of a key that it reads.</summary>
    public void See(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            HasInstance |= reader.ValueSpan.StartsWith("i-"u8);
        else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth < depth)
            End();
        else if (reader.TokenType != JsonTokenType.PropertyName || reader.ValueSpan is not [(byte)'e', ..])
            return;
        else if (reader.ValueTextEquals("errorCode"u8))
            current.Code = Text(ref reader);
        else if (reader.ValueTextEquals("errorMessage"u8))
            current.Message = Text(ref reader);
    }

    private string Text(ref Utf8JsonReader reader)
    {
        depth = reader.CurrentDepth;
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? strings.Get(ref reader) : "";
    }

    private void End()
    {
        var isFirst = chosen.Code.Length == 0;
        if (current.Code.Length > 0 && (isFirst || CallOutcomes.IsDenial(current.Code)))
            if (isFirst || !CallOutcomes.IsDenial(chosen.Code))
                chosen = current;
        (current, depth) = (("", ""), 0);
    }
}
