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
        if ((string?)input?["to"] is { } to)
            world.ClockOffset +=
                DateTimeOffset.Parse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - world.Now;
        foreach (var (name, length) in Units)
            if (input?[name] is { } count)
                world.ClockOffset += length * count.GetValue<double>();
        world.Changes++;
        return Show();
    }
}
