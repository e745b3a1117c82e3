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
    private readonly HttpListener listener = new();
    private readonly Func<SeenRequest, (int Status, string Body)> answer;
    private readonly ConcurrentQueue<SeenRequest> seen = new();

    /// <param name="answer">The status and body for a request.</param>
    public LoopbackServer(Func<SeenRequest, (int Status, string Body)> answer)
    {
        this.answer = answer;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        listener.Prefixes.Add($"{Address}/");
        listener.Start();
        _ = Task.Run(Serve);
    }

    public string Address { get; }

    /// <summary>The `Link` header of an answer; null for none.</summary>
    public Func<SeenRequest, string?> Link { get; init; } = _ => null;

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
            if (Link(request) is { } link)
                context.Response.AddHeader("Link", link);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }

    public void Dispose() => listener.Close();
}
