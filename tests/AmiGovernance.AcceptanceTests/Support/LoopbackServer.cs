using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AmiGovernance.AcceptanceTests.Support;

internal sealed record SeenRequest(
    string Method,
    string PathAndQuery,
    IReadOnlyDictionary<string, string> Headers,
    string Body
);

/// <summary>A server on a port of 127.0.0.1 that answers as a recording says and keeps what it was asked.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly Func<SeenRequest, (int Status, string Body)> answer;
    private readonly ConcurrentQueue<SeenRequest> seen = new();

    /// <param name="answer">The status and body for a request.</param>
    public LoopbackServer(Func<SeenRequest, (int Status, string Body)> answer)
    {
        this.answer = answer;
        (listener, Address) = Listen();
        _ = Task.Run(Serve);
    }

    /// <summary>A port on which nobody listens. Another process may take it at any time.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static (HttpListener Listener, string Address) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new HttpListener();
            var address = $"http://127.0.0.1:{FreePort()}";
            listener.Prefixes.Add($"{address}/");
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // Somebody took the port in between.
                listener.Close();
            }
        }
    }

    public string Address { get; }

    /// <summary>A header of an answer; null for none.</summary>
    public Func<SeenRequest, (string Name, string Value)?> Header { get; init; } = _ => null;

    public IReadOnlyList<SeenRequest> Seen => [.. seen];

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var request = new SeenRequest(
                context.Request.HttpMethod,
                context.Request.RawUrl ?? "",
                context.Request.Headers.AllKeys.ToDictionary(
                    k => k ?? "",
                    k => context.Request.Headers[k] ?? "",
                    StringComparer.OrdinalIgnoreCase
                ),
                await reader.ReadToEndAsync()
            );
            seen.Enqueue(request);
            var (status, body) = answer(request);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json; charset=utf-8";
            if (Header(request) is var (name, value))
                context.Response.AddHeader(name, value);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }

    public void Dispose() => listener.Close();
}
