using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>The sandbox's clock, which can be moved.</summary>
internal sealed class ClockControl(SandboxWorld world)
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("days", TimeSpan.FromDays(1)),
        ("hours", TimeSpan.FromHours(1)),
        ("minutes", TimeSpan.FromMinutes(1)),
        ("seconds", TimeSpan.FromSeconds(1)),
    ];

    public JsonObject Show() =>
        new() { ["now"] = world.Now.IsoText(), ["offset_seconds"] = (long)world.ClockOffset.TotalSeconds };

    /// <summary>By `days`, `hours`, `minutes` and `seconds` together, or `to` a moment.</summary>
    public JsonObject Move(JsonNode? input)
    {
        var unknown = (input as JsonObject ?? []).Select(p => p.Key).Except(["to", .. Units.Select(u => u.Name)]);
        if (unknown.FirstOrDefault() is { } name)
            throw new FormatException($"there is no {name}: the clock is moved by {Known}, or `to` a moment");
        var offset = world.ClockOffset;
        if ((string?)input?["to"] is { } to)
            offset +=
                DateTimeOffset.Parse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - world.Now;
        foreach (var (unit, length) in Units)
            if (input?[unit] is { } count)
                offset += length * count.GetValue<double>();
        // Throws where no calendar has such a day.
        _ = world.Now + (offset - world.ClockOffset);
        world.ClockOffset = offset;
        world.Changes++;
        return Show();
    }

    private static string Known => string.Join(", ", Units.Select(u => $"`{u.Name}`"));
}
