using System.Text.Json;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Why a fleet of type `instant` did not launch all of its instances (EC2 API reference, CreateFleet: `errorSet` and
/// `fleetInstanceSet`). Such a call succeeds: its record has no error of its own, but
/// `responseElements.CreateFleetResponse.errorSet.item`, one object or a list.
/// </summary>
/// <param name="exceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
internal sealed class FleetErrors(StringPool strings, string? exceptionMessage)
{
    private const int MostRefused = 50;

    private readonly List<string> refused = [];
    private (string Code, string Message) current = ("", "");
    private (string Code, string Message) chosen = ("", "");
    private int depth;

    /// <summary>How deep the key stands that holds the ids of instances; negative outside of it.</summary>
    private int instancesAt = -1;

    /// <summary>Whether the answer has an instance.</summary>
    public bool HasInstance { get; private set; }

    /// <summary>The first that is a denial, else the first; null when there is none.</summary>
    public (string Code, string Message)? Chosen => chosen.Code.Length > 0 ? chosen : null;

    /// <summary>The images that denials name, each once.</summary>
    public IReadOnlyList<string> Refused => refused;

    public void Clear()
    {
        current = chosen = ("", "");
        (HasInstance, instancesAt) = (false, -1);
        refused.Clear();
    }

    /// <summary>Called for each token of an answer, in order; goes on to the value of a key that it reads.</summary>
    public void See(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            HasInstance |= instancesAt >= 0 && reader.ValueSpan.StartsWith("i-"u8);
        else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth < depth)
            End();
        else if (reader.TokenType == JsonTokenType.PropertyName)
            SeeKey(ref reader);
    }

    private void SeeKey(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth <= instancesAt)
            instancesAt = -1;
        if (ParameterReader.IsKey(ref reader, "instanceIds"u8))
            instancesAt = reader.CurrentDepth;
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
        if (current.Code.Length > 0)
            Add(current);
        (current, depth) = (("", ""), 0);
    }

    private void Add((string Code, string Message) error)
    {
        var isDenial = IsDenial(error);
        if (chosen.Code.Length == 0 || isDenial && !IsDenial(chosen))
            chosen = error;
        if (isDenial && refused.Count < MostRefused && CallImages.InText(error.Message) is { } image)
            if (!refused.Contains(image))
                refused.Add(image);
    }

    private bool IsDenial((string Code, string Message) error) =>
        CallOutcomes.Of(error.Code, error.Message, exceptionMessage).Outcome == CallOutcome.PolicyDenial;
}
