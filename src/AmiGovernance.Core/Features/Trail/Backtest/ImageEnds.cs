using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>Which images were deregistered or switched off, when and by whom: why a launch fails, or nobody knows its image.</summary>
internal sealed class ImageEnds
{
    private readonly Dictionary<string, string> told;

    /// <param name="calls">All that were recorded; the last word on an image counts.</param>
    public ImageEnds(IEnumerable<ReportedCalls> calls) =>
        told = calls
            .Where(c => c.Key is { Kind: CallKind.ImageLife, HasSucceeded: true } && Word(c.Key.Action) is not null)
            .GroupBy(c => c.Key.Image, StringComparer.Ordinal)
            .Select(image => image.OrderBy(c => c.Last).ThenBy(c => c.Key.Action, StringComparer.Ordinal).Last())
            .Where(c => Word(c.Key.Action) is { Length: > 0 })
            .ToDictionary(c => c.Key.Image, Text, StringComparer.Ordinal);

    /// <summary>Null when nothing is known.</summary>
    public string? Of(string image) => told.GetValueOrDefault(image);

    private static string Text(ReportedCalls last)
    {
        var on = last.Last is { } time ? $" on {time.Day().Text()}" : "";
        return $"{last.Key.Image} was {Word(last.Key.Action)}{on} by {last.Key.Caller}";
    }

    /// <summary>Empty for what takes it back; null for what neither ends an image nor switches it.</summary>
    private static string? Word(string action) =>
        action switch
        {
            "ec2:DeregisterImage" => "deregistered",
            "ec2:DisableImage" => "disabled",
            "ec2:EnableImage" => "",
            _ => null,
        };
}
