using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>What a person or a test does to the sandbox itself, below `/_sandbox`: move its clock, script its faults.</summary>
internal sealed class SandboxControl(SandboxWorld world, FaultScript faults)
{
    public async Task Handle(HttpContext http)
    {
        try
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync(http.RequestAborted).ConfigureAwait(false);
            var input = body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? [];
            var answer = (http.Request.Method, http.Request.Path.Value) switch
            {
                ("GET", "/_sandbox/clock") => Clock(),
                ("POST", "/_sandbox/clock") => Advance(input),
                ("POST", "/_sandbox/faults") => Add(input),
                ("DELETE", "/_sandbox/faults") => Clear(),
                _ => null,
            };
            http.Response.StatusCode = answer is null ? 404 : 200;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync((answer ?? new JsonObject { ["error"] = "there is /_sandbox/clock and /_sandbox/faults" }).ToJsonString() + "\n").ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsync(new JsonObject { ["error"] = e.Message }.ToJsonString() + "\n").ConfigureAwait(false);
        }
    }

    private JsonObject Clock() => new() { ["now"] = world.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) };

    private JsonObject Advance(JsonObject input)
    {
        lock (world.Gate)
        {
            world.ClockOffset += TimeSpan.FromDays(input["days"]?.GetValue<double>() ?? 0) + TimeSpan.FromSeconds(input["seconds"]?.GetValue<double>() ?? 0);
            world.Changes++;
            return Clock();
        }
    }

    private JsonObject Add(JsonObject input)
    {
        var fault = new Fault((string?)input["service"], (string?)input["operation"], Enum.Parse<FaultKind>((string?)input["kind"] ?? "Error", ignoreCase: true))
        {
            Code = (string?)input["code"] ?? "ServiceException",
            Status = (int?)input["status"] ?? 500,
            Delay = TimeSpan.FromMilliseconds((double?)input["delay_ms"] ?? 0),
            Probability = (double?)input["probability"] ?? 1,
            Skip = (int?)input["skip"] ?? 0,
            Times = (int?)input["times"],
        };
        faults.Add(fault);
        return new JsonObject { ["added"] = true };
    }

    private JsonObject Clear()
    {
        faults.Clear();
        return new JsonObject { ["cleared"] = true };
    }
}
