using System.Net;
using System.Text;

namespace AmiGovernance.Cli.Features.Watch.Telemetry;

/// <summary>Answers `/healthz` and `/metrics` on a port of its own, and nothing else.</summary>
internal sealed class HealthServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly PrometheusText text = new();
    private readonly WatchMetrics metrics;

    private HealthServer(WatchMetrics metrics) => this.metrics = metrics;

    /// <summary>Null with the reason when the port cannot be had.</summary>
    /// <param name="address">`HOST:PORT`; `+` for every address of the machine.</param>
    public static HealthServer? Start(string address, WatchMetrics metrics, out string problem)
    {
        var server = new HealthServer(metrics);
        try
        {
            server.listener.Prefixes.Add($"http://{address}/");
            server.listener.Start();
        }
        catch (Exception e) when (e is HttpListenerException or ArgumentException or System.Net.Sockets.SocketException)
        {
            problem = e.Message;
            server.Dispose();
            return null;
        }
        problem = "";
        _ = server.Serve();
        return server;
    }

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            try
            {
                Answer(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // Who asked has gone, or the watch has ended.
                continue;
            }
        }
    }

    private void Answer(HttpListenerContext asked)
    {
        var (status, body) = asked.Request.Url?.AbsolutePath switch
        {
            "/healthz" => metrics.IsHealthy ? (200, "ok\n") : (503, "the organization was not looked at in time\n"),
            "/metrics" => (200, text.Read()),
            _ => (404, "`/healthz` and `/metrics` are here\n"),
        };
        asked.Response.StatusCode = status;
        asked.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        asked.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
    }

    public void Dispose()
    {
        ((IDisposable)listener).Dispose();
        text.Dispose();
    }
}
