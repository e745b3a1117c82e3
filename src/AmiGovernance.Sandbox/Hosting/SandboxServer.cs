using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.S3;
using AmiGovernance.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>An AWS organization on 127.0.0.1, for every client that can be given an endpoint.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly KestrelHost host;
    private readonly SandboxDispatcher dispatcher;
    private readonly SandboxControl control;
    private int changesUnderWay;
    private long requests;

    private SandboxServer(SandboxWorld world, int port)
    {
        World = world;
        dispatcher = new SandboxDispatcher(world);
        control = new SandboxControl(this, dispatcher);
        host = new KestrelHost(port, Handle);
    }

    public SandboxWorld World { get; }

    public FaultScript Faults { get; } = new();

    public Throttle Throttle => dispatcher.Throttle;

    public CallStatistics Statistics => dispatcher.Statistics;

    /// <summary>Whether AWS's rate limits hold.</summary>
    public bool Throttles
    {
        get => dispatcher.Throttles;
        set => dispatcher.Throttles = value;
    }

    /// <summary>What each answer takes at least, as a network would. With it, changes of the organization can meet.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Null until <see cref="StartTrail"/>.</summary>
    public TrailDelivery? Trail { get; private set; }

    public Uri Address => host.Address;

    /// <summary>All requests so far.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Such as `ec2` and `RunInstances`: everything that is answered, but for the EC2 actions that are only authorized.</summary>
    public IEnumerable<(string Service, string Operation)> Operations => dispatcher.Operations;

    /// <param name="port">0 for any that is free.</param>
    public static async Task<SandboxServer> Start(SandboxWorld world, int port = 0, CancellationToken cancel = default)
    {
        var server = new SandboxServer(world, port);
        try
        {
            await server.host.Start(cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Collects what is recorded for trail files; <see cref="TrailDelivery.Deliver"/> writes them.</summary>
    /// <param name="objects">Where they go; null for wherever the world keeps its buckets.</param>
    public TrailDelivery StartTrail(IObjects? objects = null)
    {
        lock (World.Gate)
            return Trail ??= TrailDelivery.Start(World, objects);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private async Task Handle(HttpContext http)
    {
        var requestId = Guid.NewGuid().ToString();
        if (http.Request.Path.StartsWithSegments("/_sandbox", StringComparison.Ordinal))
        {
            await control.Handle(http);
            return;
        }
        Interlocked.Increment(ref requests);
        AwsRequest? request = null;
        try
        {
            request = await AwsRequest.Read(http.Request, http.RequestAborted);
            if (await Answer(http, request, requestId) is { } answer)
                await Write(http, requestId, answer);
        }
        catch (SandboxException e)
        {
            await Write(http, requestId, Error(http, request, e, requestId));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The caller went away.
        }
        catch (Exception e)
        {
            // The one boundary of the sandbox: a bug of ours, told as AWS tells its own.
            await Write(
                http,
                requestId,
                Error(
                    http,
                    request,
                    new SandboxException("InternalFailure", $"a bug of the sandbox: {e}", 500),
                    requestId
                )
            );
        }
    }

    /// <summary>Null when the answer is never sent.</summary>
    private async Task<WireAnswer?> Answer(HttpContext http, AwsRequest request, string requestId)
    {
        var operation =
            request.Protocol == WireProtocol.RestXml
                ? S3Request.Parse(request.Http, request.Body).Operation
                : request.Operation;
        var fault = Faults.For(
            request.Scope.Service,
            operation,
            dispatcher.AccountOf(request.Scope.AccessKey),
            request.Scope.Region
        );
        using var change = BeginChange(request);
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, http.RequestAborted);
        if (fault?.Kind == FaultKind.Delay)
            await Task.Delay(fault.Delay, http.RequestAborted);
        if (fault?.Kind == FaultKind.Error)
            throw new SandboxException(fault.Code, fault.Message, fault.Status);
        if (fault?.Kind is FaultKind.Drop or FaultKind.Hold)
            return await Never(http, fault.Kind);
        var answer = dispatcher.Answer(request, requestId);
        if (fault?.Kind == FaultKind.CutAnswer)
            return await Cut(http, requestId, answer);
        return fault?.Kind is FaultKind.LoseAnswer or FaultKind.HoldAnswer ? await Never(http, fault.Kind) : answer;
    }

    private static async Task<WireAnswer?> Never(HttpContext http, FaultKind kind)
    {
        if (kind is FaultKind.Hold or FaultKind.HoldAnswer)
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        http.Abort();
        return null;
    }

    /// <summary>The length is that of the whole, so that the caller can tell.</summary>
    private static async Task<WireAnswer?> Cut(HttpContext http, string requestId, WireAnswer answer)
    {
        Begin(http, requestId, answer);
        await http.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)]);
        await http.Response.Body.FlushAsync();
        http.Abort();
        return null;
    }

    /// <summary>Organizations API reference, "ConcurrentModificationException": a change that meets another one, which takes a latency, is refused.</summary>
    private ChangeUnderWay? BeginChange(AwsRequest request)
    {
        if (
            Latency == TimeSpan.Zero
            || request.Scope.Service != "organizations"
            || request.Operation.StartsWith("Describe", StringComparison.Ordinal)
            || request.Operation.StartsWith("List", StringComparison.Ordinal)
        )
            return null;
        var change = new ChangeUnderWay(this);
        if (Interlocked.Increment(ref changesUnderWay) == 1)
            return change;
        change.Dispose();
        throw new SandboxException(
            "ConcurrentModificationException",
            "The target of the operation is currently being modified by a different request. Try again later."
        );
    }

    private sealed class ChangeUnderWay(SandboxServer server) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref server.changesUnderWay);
    }

    private static WireAnswer Error(HttpContext http, AwsRequest? request, SandboxException error, string requestId)
    {
        var service = request?.Scope.Service;
        var protocol = request?.Protocol ?? AwsRequest.ProtocolOf(http.Request, service);
        var type = protocol switch
        {
            WireProtocol.Json => "application/x-amz-json-1.1",
            WireProtocol.Cbor => "application/cbor",
            WireProtocol.RestXml => "application/xml",
            _ => "text/xml;charset=UTF-8",
        };
        // S3 answers HEAD without a body.
        var body = http.Request.Method == "HEAD" ? [] : ErrorAnswer.Write(protocol, service, error, requestId);
        var answer = new WireAnswer(error.Status, type, body);
        return (protocol, service) switch
        {
            (WireProtocol.Cbor, _) => answer with
            {
                Headers =
                [
                    ("smithy-protocol", "rpc-v2-cbor"),
                    ("x-amzn-query-error", $"{error.Code};{(error.Status >= 500 ? "Receiver" : "Sender")}"),
                ],
            },
            (WireProtocol.Json, "cloudwatch") => answer with
            {
                Headers = [("x-amzn-query-error", $"{error.Code};{(error.Status >= 500 ? "Receiver" : "Sender")}")],
            },
            _ => answer,
        };
    }

    private static async Task Write(HttpContext http, string requestId, WireAnswer answer)
    {
        Begin(http, requestId, answer);
        if (answer.Status != 204 && http.Request.Method != "HEAD")
            await http.Response.Body.WriteAsync(answer.Body);
    }

    private static void Begin(HttpContext http, string requestId, WireAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        http.Response.Headers["x-amz-request-id"] = requestId;
        foreach (var (name, value) in answer.Headers)
            http.Response.Headers[name] = value;
        if (answer.Status != 204)
            http.Response.ContentLength = answer.Body.Length;
    }
}
