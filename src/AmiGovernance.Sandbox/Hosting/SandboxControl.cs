using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>What a person or a test does to the sandbox itself, below `/_sandbox` (docs/reference/sandbox.md).</summary>
internal sealed class SandboxControl
{
    private const string Root = "/_sandbox";

    private readonly SandboxServer server;
    private readonly SandboxDispatcher dispatcher;
    private readonly ClockControl clock;
    private readonly SettingsControl settings;
    private readonly Dictionary<(string Method, string Path), Func<JsonNode?, JsonNode>> calls;

    public SandboxControl(SandboxServer server, SandboxDispatcher dispatcher)
    {
        (this.server, this.dispatcher) = (server, dispatcher);
        (clock, settings) = (new ClockControl(server.World), new SettingsControl(server));
        calls = new()
        {
            [("GET", "")] = _ => List(Paths),
            [("GET", "clock")] = _ => clock.Show(),
            [("POST", "clock")] = clock.Move,
            [("GET", "faults")] = _ => new JsonArray([.. server.Faults.All.Select(f => Shape(f.Fault, f.Happened))]),
            [("POST", "faults")] = AddFaults,
            [("DELETE", "faults")] = _ => ClearFaults(),
            [("GET", "settings")] = _ => settings.Show(),
            [("POST", "settings")] = settings.Change,
            [("GET", "statistics")] = _ => Statistics(),
            [("GET", "operations")] = _ => List(dispatcher.Operations.Select(o => $"{o.Service}:{o.Operation}")),
            [("GET", "messages")] = _ => Messages(),
            [("GET", "world")] = _ => JsonNode.Parse(WorldWriter.Write(World))!,
            [("POST", "scale-out")] = ScaleOut,
            [("POST", "trail")] = _ => List(server.StartTrail().Deliver()),
        };
    }

    private IEnumerable<string> Paths =>
        calls
            .Keys.OrderBy(k => k.Path, StringComparer.Ordinal)
            .ThenBy(k => k.Method, StringComparer.Ordinal)
            .Select(k => $"{k.Method} {Root}/{k.Path}".TrimEnd('/'));

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
        var path = http.Request.Path.Value ?? Root;
        if (!calls.TryGetValue((http.Request.Method, path[Root.Length..].Trim('/')), out var call))
            return (404, Problem($"GET {Root} lists what there is"));
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
            when (e
                    is JsonException
                        or InvalidOperationException
                        or FormatException
                        or OverflowException
                        or ArgumentException
            )
        {
            return (400, Problem(e.Message));
        }
    }

    private static JsonObject Problem(string text) => new() { ["error"] = text };

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static JsonObject Shape(Fault fault, int happened) =>
        new JsonObject
        {
            ["kind"] = fault.Kind.Name(),
            ["service"] = fault.Service,
            ["operation"] = fault.Operation,
            ["happened"] = happened,
        };

    /// <summary>One, or an array of them.</summary>
    private JsonObject AddFaults(JsonNode? input)
    {
        var list = input as JsonArray ?? new JsonArray(input?.DeepClone());
        var bag = new DiagnosticBag();
        if (FaultReader.Read(SourceText.FromString("request", list.ToJsonString()), bag) is not { } read)
            throw new FormatException(string.Join("; ", bag.ToSorted().Select(d => d.Message)));
        foreach (var fault in read)
            server.Faults.Add(fault);
        return new JsonObject { ["added"] = read.Length };
    }

    private JsonObject ClearFaults()
    {
        server.Faults.Clear();
        return new JsonObject { ["cleared"] = true };
    }

    private JsonObject Statistics()
    {
        var counts = server.Statistics.All.Select(c =>
            KeyValuePair.Create($"{c.Service}:{c.Operation}", (JsonNode?)c.Calls)
        );
        return new JsonObject
        {
            ["requests"] = server.Requests,
            ["throttled"] = server.Throttle.Refused,
            ["calls"] = new JsonObject(counts),
        };
    }

    /// <summary>Those of SNS, and the events of EventBridge.</summary>
    private static readonly string[] MessageKinds = [SnsService.MessageKind, EventBridgeService.EventKind];

    private JsonArray Messages() =>
        new([.. World.Resources.All.Where(r => MessageKinds.Contains(r.Kind)).Select(r => r.Body.DeepClone())]);

    private JsonObject ScaleOut(JsonNode? input)
    {
        string Text(string name) => (string?)input?[name] ?? throw new FormatException($"{name} is missing");
        var place = new Place(AccountId.Parse(Text("account")), RegionName.Parse(Text("region")));
        return new JsonObject { ["instance"] = dispatcher.Scaling.ScaleOut(place, Text("group")).Id };
    }
}
