using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Calibration;

/// <param name="Code">AWS's error code; empty when the call was carried out.</param>
/// <param name="Message">AWS's words; empty when the call was carried out.</param>
/// <param name="Values">What was answered, by paths as in <see cref="ServiceCall.Parameters"/>: `imagesSet.item.1.imageId`.</param>
public sealed record ServiceAnswer(string Code, string Message, ImmutableSortedDictionary<string, string> Values)
{
    public bool IsDone => Code.Length == 0;

    /// <summary>Empty where nothing stands.</summary>
    public string this[string path] => Values.GetValueOrDefault(path, "");
}
