using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.Sts;
using AmiGovernance.Sandbox.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>An AWS organization on 127.0.0.1, for every client that can be given an endpoint.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SandboxDispatcher dispatcher;
    private readonly SandboxControl control;
    private long requests;

    private SandboxServer(SandboxWorld world, int port)
    {
        World = world;
        dispatcher = new SandboxDispatcher(world);
        control = new SandboxControl(world, Faults);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024;
        });
        app = builder.Build();
        app.Run(Handle);
    }

    public SandboxWorld World { get; }

    public FaultScript Faults { get; } = new();

    public Throttle Throttle => dispatcher.Throttle;

    /// <summary>Whether AWS's rate limits hold.</summary>
    public bool Throttles { get => dispatcher.Throttles; set => dispatcher.Throttles = value; }

    /// <summary>What each answer takes at least, as a network would.</summary>
    public TimeSpan Latency { get; set; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>All requests so far.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <param name="port">0 for any that is free.</param>
    public static async Task<SandboxServer> Start(SandboxWorld world, int port = 0, CancellationToken cancel = default)
    {
        var server = new SandboxServer(world, port);
        await server.app.StartAsync(cancel).ConfigureAwait(false);
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync().ConfigureAwait(false);

    private async Task Handle(HttpContext http)
    {
        var requestId = $"{Interlocked.Increment(ref requests):x8}-5a4d-4b0c-8000-{Environment.TickCount64 & 0xffffffffffff:x12}";
        if (http.Request.Path.StartsWithSegments("/_sandbox", StringComparison.Ordinal))
        {
            await control.Handle(http).ConfigureAwait(false);
            return;
        }
        AwsRequest? request = null;
        try
        {
            request = await AwsRequest.Read(http.Request, http.RequestAborted).ConfigureAwait(false);
            var fault = Faults.For(request.Service, request.Operation);
            if (Latency > TimeSpan.Zero) await Task.Delay(Latency, http.RequestAborted).ConfigureAwait(false);
            if (fault?.Kind == FaultKind.Delay) await Task.Delay(fault.Delay, http.RequestAborted).ConfigureAwait(false);
            if (fault?.Kind == FaultKind.Error) throw new SandboxException(fault.Code, "A fault of the sandbox's script.", fault.Status);
            if (fault?.Kind == FaultKind.Drop)
            {
                http.Abort();
                return;
            }
            var body = dispatcher.Answer(request, requestId);
            if (fault?.Kind == FaultKind.LoseAnswer) http.Abort();
            else await Write(http, requestId, 200, request.IsJson ? "application/x-amz-json-1.1" : "text/xml;charset=UTF-8", body).ConfigureAwait(false);
        }
        catch (SandboxException e)
        {
            var json = request?.IsJson ?? http.Request.Headers.ContainsKey("X-Amz-Target");
            await Write(http, requestId, e.Status, json ? "application/x-amz-json-1.1" : "text/xml;charset=UTF-8", json ? JsonError(e) : XmlError(e, request?.Service, requestId)).ConfigureAwait(false);
        }
    }

    private static async Task Write(HttpContext http, string requestId, int status, string type, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body).ConfigureAwait(false);
    }

    private static byte[] JsonError(SandboxException error)
    {
        var body = new JsonObject { ["__type"] = error.Code, ["Message"] = error.Message };
        if (error.Reason is { } reason) body["Reason"] = reason;
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    /// <summary>EC2 has a form of its own (EC2 API reference, "Error codes"); query services wrap the error with its type.</summary>
    private static byte[] XmlError(SandboxException error, string? service, string requestId)
    {
        using var answer = new XmlAnswer();
        if (service is null or "ec2")
        {
            answer.Start("Response");
            answer.Inside("Errors", () => answer.Inside("Error", () => answer.Text("Code", error.Code).Text("Message", error.Message))).Text("RequestID", requestId);
        }
        else
        {
            answer.Start("ErrorResponse", service == "sts" ? StsService.Namespace : Ec2Service.Namespace);
            answer.Inside("Error", () => answer.Text("Type", error.Status >= 500 ? "Receiver" : "Sender").Text("Code", error.Code).Text("Message", error.Message)).Text("RequestId", requestId);
        }
        answer.End();
        return answer.ToBytes();
    }
}
