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

    /// <summary>How much deeper than the keys of an item its image stands: `launchTemplateAndOverrides.overrides.imageId`.</summary>
    private const int InItem = 2;

    private readonly List<string> refused = [];
    private readonly List<string> launched = [];
    private (string Code, string Message) current = ("", "");
    private (string Code, string Message) chosen = ("", "");
    private int depth;

    /// <summary>Of the item at hand, with the depth of its key; zero for none.</summary>
    private (string Image, int Depth) named;

    /// <summary>The depth of the keys of the item at hand, when it has an instance; else zero.</summary>
    private int launchedAt;

    /// <summary>How deep the key stands that holds the ids of instances; negative outside of it.</summary>
    private int instancesAt = -1;

    /// <summary>Whether the answer has an instance.</summary>
    public bool HasInstance { get; private set; }

    /// <summary>The first that is a denial, else the first; null when there is none.</summary>
    public (string Code, string Message)? Chosen => chosen.Code.Length > 0 ? chosen : null;

    /// <summary>The images that were denied, each once; without those of which another part was launched.</summary>
    public IReadOnlyList<string> Refused
    {
        get
        {
            if (refused.Count > 0 && launched.Count > 0)
                refused.RemoveAll(launched.Contains);
            return refused;
        }
    }

    public void Clear()
    {
        current = chosen = ("", "");
        (HasInstance, instancesAt) = (false, -1);
        (named, launchedAt) = (default, 0);
        refused.Clear();
        launched.Clear();
    }

    /// <summary>
    /// Errors and instances say by what they were to be launched (EC2 API reference, CreateFleetError, CreateFleetInstance). The text of
    /// an error names an image only where a policy of IAM denied it.
    /// </summary>
    /// <param name="image">As recorded; what is no image is passed over.</param>
    /// <param name="at">The depth of its key.</param>
    public void SeeImage(string image, int at)
    {
        if (CallImages.IsImage(image))
            named = (image, at);
    }

    /// <summary>Called for each token of an answer, in order; goes on to the value of a key that it reads.</summary>
    public void See(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            SeeText(ref reader);
        else if (reader.TokenType == JsonTokenType.EndObject)
            SeeEnd(reader.CurrentDepth);
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

    private void SeeText(ref Utf8JsonReader reader)
    {
        if (instancesAt < 0 || !reader.ValueSpan.StartsWith("i-"u8))
            return;
        HasInstance = true;
        launchedAt = instancesAt;
    }

    private void SeeEnd(int at)
    {
        if (at < depth)
        {
            if (current.Code.Length > 0)
                Add(current);
            (current, depth) = (("", ""), 0);
        }
        if (at < launchedAt)
        {
            if (ImageIn(launchedAt) is { } image && !launched.Contains(image))
                launched.Add(image);
            launchedAt = 0;
        }
        if (at < named.Depth - InItem)
            named = default;
    }

    /// <summary>By which the item with keys at this depth was to be launched; null when it does not say.</summary>
    private string? ImageIn(int item) => named.Depth == item + InItem ? named.Image : null;

    private void Add((string Code, string Message) error)
    {
        var isDenial = IsDenial(error);
        if (chosen.Code.Length == 0 || isDenial && !IsDenial(chosen))
            chosen = error;
        if (
            isDenial
            && refused.Count < MostRefused
            && (ImageIn(depth) ?? CallImages.InText(error.Message)) is { } image
        )
            if (!refused.Contains(image))
                refused.Add(image);
    }

    private bool IsDenial((string Code, string Message) error) =>
        CallOutcomes.Of(error.Code, error.Message, exceptionMessage).Outcome == CallOutcome.PolicyDenial;
}
