using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>
/// Kestrel and nothing around it: no host that reads the environment or configuration files, catches signals or logs. Starts in
/// a millisecond, and any number of them share nothing.
/// </summary>
internal sealed class KestrelHost : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const int LargestBody = 100 * 1024 * 1024;

    private readonly KestrelServer server;
    private readonly Func<HttpContext, Task> handle;

    /// <param name="port">0 for any that is free.</param>
    public KestrelHost(int port, Func<HttpContext, Task> handle)
    {
        this.handle = handle;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, port);
        options.Limits.MaxRequestBodySize = LargestBody;
        server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance
        );
    }

    public Uri Address =>
        new(
            server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
                ?? throw new InvalidOperationException("the server was not started")
        );

    /// <summary>
    /// Throws <see cref="IOException"/> when the port is taken, and <see cref="SocketException"/> when it may not be used.
    /// </summary>
    public Task Start(CancellationToken cancel) => server.StartAsync(this, cancel);

    /// <summary>Ends at once: calls that are held would never end.</summary>
    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(new CancellationToken(canceled: true));
        server.Dispose();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) =>
        new DefaultHttpContext(contextFeatures);

    Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context) => handle(context);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception) { }
}
