using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>How fast, how late and in which words the sandbox answers.</summary>
internal sealed class SettingsControl(SandboxServer server)
{
    /// <summary>Of everything that takes time: no client waits longer for anything.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private SandboxWorld World => server.World;

    public JsonObject Show()
    {
        var shown = new JsonObject
        {
            ["throttle"] = server.Throttles,
            ["latency_ms"] = (long)server.Latency.TotalMilliseconds,
            ["policy_lag_seconds"] = (long)World.PolicyLag.Time.TotalSeconds,
            ["policy_lag_calls"] = World.PolicyLag.Calls,
            ["read_lag_seconds"] = (long)World.ReadLag.Time.TotalSeconds,
            ["read_lag_calls"] = World.ReadLag.Calls,
        };
        foreach (var assumption in Assumptions.Known)
            shown[assumption.Name] = World.Assumptions[assumption];
        return shown;
    }

    /// <summary>Those that are named; the others stay.</summary>
    public JsonObject Change(JsonNode? input)
    {
        var wanted = Show();
        foreach (var (name, value) in input as JsonObject ?? [])
            wanted[name] = wanted.ContainsKey(name)
                ? value?.DeepClone()
                : throw new FormatException($"there is no setting {name}");
        Apply(wanted);
        World.Changes++;
        return Show();
    }

    /// <summary>All are read before one is taken.</summary>
    private void Apply(JsonObject wanted)
    {
        var (throttles, latency) = (Value<bool>(wanted, "throttle"), Time(wanted, "latency_ms", milliseconds: 1));
        var (policyLag, readLag) = (Lag(wanted, "policy_lag"), Lag(wanted, "read_lag"));
        var assumptions = Assumed(wanted);
        (server.Throttles, server.Latency) = (throttles, latency);
        (World.PolicyLag, World.ReadLag, World.Assumptions) = (policyLag, readLag, assumptions);
    }

    private static TimeSpan Time(JsonObject settings, string name, long milliseconds)
    {
        var count = Value<long>(settings, name);
        var most = (long)Longest.TotalMilliseconds / milliseconds;
        return count >= 0 && count <= most
            ? TimeSpan.FromMilliseconds(count * milliseconds)
            : throw new FormatException($"{name} is from 0 to {most}");
    }

    private static Assumptions Assumed(JsonObject settings)
    {
        var pairs = Assumptions.Known.Select(a => $"{a.Name}={Value<string>(settings, a.Name)}");
        return Assumptions.Usual.With(pairs) ?? throw new FormatException("there is no such answer to an assumption");
    }

    private static Lag Lag(JsonObject settings, string name) =>
        new(Time(settings, $"{name}_seconds", milliseconds: 1000), Value<int>(settings, $"{name}_calls"));

    private static T Value<T>(JsonObject settings, string name) =>
        settings[name] is { } value ? value.GetValue<T>() : throw new FormatException($"{name} is null");
}
