using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>What a person or a test does to the sandbox itself, below `/_sandbox` (docs/reference/sandbox.md).</summary>
internal sealed class SandboxControl
{
    private readonly SandboxServer server;
    private readonly SandboxDispatcher dispatcher;
    private readonly Dictionary<(string Method, string Path), Func<JsonNode?, JsonNode>> calls;

    public SandboxControl(SandboxServer server, SandboxDispatcher dispatcher)
    {
        (this.server, this.dispatcher) = (server, dispatcher);
        calls = new()
        {
            [("GET", "")] = _ => new JsonArray([
                .. Paths.Select(p => (JsonNode)$"{p.Method} /_sandbox{(p.Path.Length > 0 ? "/" : "")}{p.Path}"),
            ]),
            [("GET", "clock")] = _ => Clock(),
            [("POST", "clock")] = MoveClock,
            [("GET", "faults")] = _ => new JsonArray([
                .. server.Faults.All.Select(f =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["kind"] = FaultReader.Kinds[(int)f.Fault.Kind],
                            ["service"] = f.Fault.Service,
                            ["operation"] = f.Fault.Operation,
                            ["happened"] = f.Happened,
                        }
                ),
            ]),
            [("POST", "faults")] = AddFaults,
            [("DELETE", "faults")] = _ => Clear(),
            [("GET", "settings")] = _ => Settings(),
            [("POST", "settings")] = ChangeSettings,
            [("GET", "statistics")] = _ => Statistics(),
            [("GET", "operations")] = _ => new JsonArray([
                .. dispatcher.Operations.Select(o => (JsonNode)$"{o.Service}:{o.Operation}"),
            ]),
            [("GET", "messages")] = _ => new JsonArray([
                .. World.Resources.All.Where(r => r.Kind == "message").Select(r => r.Body.DeepClone()),
            ]),
            [("GET", "world")] = _ => JsonNode.Parse(WorldWriter.Write(World))!,
            [("POST", "scale-out")] = ScaleOut,
            [("POST", "trail")] = _ => new JsonArray([.. server.StartTrail().Deliver().Select(k => (JsonNode)k)]),
        };
    }

    public IEnumerable<(string Method, string Path)> Paths =>
        calls.Keys.OrderBy(k => k.Path, StringComparer.Ordinal).ThenBy(k => k.Method, StringComparer.Ordinal);

    private SandboxWorld World => server.World;

    public async Task Handle(HttpContext http)
    {
        var (status, answer) = await Answer(http);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString() + "\n"));
    }

    private async Task<(int Status, JsonNode Answer)> Answer(HttpContext http)
    {
        // A web page that a browser shows must not reach in here.
        if (http.Request.Headers.ContainsKey("Origin"))
            return (403, Problem("browsers may not call the sandbox"));
        if (
            !calls.TryGetValue(
                (http.Request.Method, (http.Request.Path.Value ?? "")["/_sandbox".Length..].Trim('/')),
                out var call
            )
        )
            return (404, Problem("GET /_sandbox lists what there is"));
        try
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync(http.RequestAborted);
            lock (World.Gate)
                return (200, call(body.Length == 0 ? null : JsonNode.Parse(body)));
        }
        catch (SandboxException e)
        {
            return (400, new JsonObject { ["error"] = e.Message, ["code"] = e.Code });
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return (400, Problem(e.Message));
        }
    }

    private static JsonObject Problem(string text) => new() { ["error"] = text };

    private JsonObject Clock() =>
        new() { ["now"] = World.Now.IsoText(), ["offset_seconds"] = (long)World.ClockOffset.TotalSeconds };

    /// <summary>By `days`, `hours`, `minutes` and `seconds` together, or `to` a moment.</summary>
    private JsonObject MoveClock(JsonNode? input)
    {
        if ((string?)input?["to"] is { } to)
            World.ClockOffset +=
                DateTimeOffset.Parse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - World.Now;
        double Part(string name) => input?[name]?.GetValue<double>() ?? 0;
        World.ClockOffset += TimeSpan.FromSeconds(
            (Part("days") * 86_400) + (Part("hours") * 3600) + (Part("minutes") * 60) + Part("seconds")
        );
        World.Changes++;
        return Clock();
    }

    private JsonObject AddFaults(JsonNode? input)
    {
        var bag = new DiagnosticBag();
        var faults = FaultReader.Read(
            SourceText.FromString(
                "request",
                (input is JsonArray ? input : new JsonArray(input?.DeepClone())).ToJsonString()
            ),
            bag
        );
        if (faults is not { } read)
            throw new FormatException(string.Join("; ", bag.ToSorted().Select(d => d.Message)));
        foreach (var fault in read)
            server.Faults.Add(fault);
        return new JsonObject { ["added"] = read.Length };
    }

    private JsonObject Clear()
    {
        server.Faults.Clear();
        return new JsonObject { ["cleared"] = true };
    }

    private JsonObject Settings() =>
        new()
        {
            ["throttle"] = server.Throttles,
            ["latency_ms"] = (long)server.Latency.TotalMilliseconds,
            ["policy_lag_seconds"] = (long)World.PolicyLag.Time.TotalSeconds,
            ["policy_lag_calls"] = World.PolicyLag.Calls,
            ["read_lag_seconds"] = (long)World.ReadLag.Time.TotalSeconds,
            ["read_lag_calls"] = World.ReadLag.Calls,
            ["declarative_denial_code"] = World.DeclarativeDenialCode,
        };

    private JsonObject ChangeSettings(JsonNode? input)
    {
        var now = Settings();
        foreach (var (name, value) in input as JsonObject ?? [])
            now[name] = now.ContainsKey(name)
                ? value?.DeepClone()
                : throw new FormatException($"there is no setting {name}");
        T Value<T>(string name) =>
            now[name] is { } value ? value.GetValue<T>() : throw new FormatException($"{name} is null");
        server.Throttles = Value<bool>("throttle");
        server.Latency = TimeSpan.FromMilliseconds(Value<long>("latency_ms"));
        World.PolicyLag = new Lag(
            TimeSpan.FromSeconds(Value<long>("policy_lag_seconds")),
            Value<int>("policy_lag_calls")
        );
        World.ReadLag = new Lag(TimeSpan.FromSeconds(Value<long>("read_lag_seconds")), Value<int>("read_lag_calls"));
        World.DeclarativeDenialCode = Value<string>("declarative_denial_code");
        World.Changes++;
        return Settings();
    }

    private JsonObject Statistics() =>
        new()
        {
            ["requests"] = server.Requests,
            ["throttled"] = server.Throttle.Refused,
            ["calls"] = new JsonObject(
                server.Statistics.All.Select(c => KeyValuePair.Create($"{c.Service}:{c.Operation}", (JsonNode?)c.Calls))
            ),
        };

    private JsonObject ScaleOut(JsonNode? input)
    {
        string Text(string name) => (string?)input?[name] ?? throw new FormatException($"{name} is missing");
        return new JsonObject
        {
            ["instance"] = dispatcher.Scaling.ScaleOut(Text("account"), Text("region"), Text("group")).Id,
        };
    }
}
