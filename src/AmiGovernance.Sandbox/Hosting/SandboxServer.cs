using System.Collections.Frozen;
using System.Globalization;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>An AWS organization on 127.0.0.1, for every client that can be given an endpoint.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly KestrelHost host;
    private readonly SandboxDispatcher dispatcher;
    private readonly SandboxControl control;
    private readonly ChangeGate changes = new();
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

    internal Throttle Throttle => dispatcher.Throttle;

    internal CallStatistics Statistics => dispatcher.Statistics;

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
    internal IEnumerable<(string Service, string Operation)> Operations => dispatcher.Operations;

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

    /// <summary>
    /// Under which a client on this machine knows it. A web page reaches 127.0.0.1 by a name of its own that its name server has let point
    /// here (DNS rebinding): the name still stands in `Host`.
    /// </summary>
    private static readonly FrozenSet<string> OwnHosts = new[] { "localhost", "127.0.0.1", "[::1]" }.ToFrozenSet(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Where `Host` names none (RFC 9110, 7.2).</summary>
    private const int HttpPort = 80;

    /// <summary>RFC 9110, 15.5.20.</summary>
    private static async Task Misdirected(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        http.Response.ContentType = "text/plain";
        await http.Response.Body.WriteAsync(
            "the sandbox answers to localhost, 127.0.0.1 and [::1] with its port only\n"u8.ToArray()
        );
    }

    private async Task Handle(HttpContext http)
    {
        if (!OwnHosts.Contains(http.Request.Host.Host) || (http.Request.Host.Port ?? HttpPort) != Address.Port)
        {
            await Misdirected(http);
            return;
        }
        if (http.Request.Path.StartsWithSegments("/_sandbox", StringComparison.Ordinal))
        {
            await control.Handle(http);
            return;
        }
        Interlocked.Increment(ref requests);
        // AWS says what time it is, and callers set their clocks by that.
        http.Response.Headers.Date = World.Now.ToString("R", CultureInfo.InvariantCulture);
        var requestId = Guid.NewGuid().ToString();
        AwsRequest? request = null;
        try
        {
            request = await AwsRequest.Read(http.Request, http.RequestAborted);
            await Answer(http, SandboxRequest.Of(request), requestId);
        }
        catch (SandboxException e)
        {
            await WireAnswer.Of(http.Request, request, e, requestId).Write(http, requestId);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The caller went away.
        }
        catch (Exception e)
        {
            // The one boundary of the sandbox: a bug of ours, in the form in which AWS tells its own.
            var bug = new SandboxException("InternalFailure", $"a bug of the sandbox: {e}", 500);
            await WireAnswer.Of(http.Request, request, bug, requestId).Write(http, requestId);
        }
    }

    private async Task Answer(HttpContext http, SandboxRequest request, string requestId)
    {
        var account = dispatcher.AccountOf(request.Aws.Scope.AccessKey);
        var fault = Faults.For(request.Target(account?.Value));
        if (await Do(http, request, fault, requestId) is { } answer)
            await Send(http, answer, fault, requestId);
    }

    /// <summary>Null when the call is never done.</summary>
    private async Task<WireAnswer?> Do(HttpContext http, SandboxRequest request, Fault? fault, string requestId)
    {
        using var change = Latency > TimeSpan.Zero ? changes.Enter(request) : null;
        await Task.Delay(Latency, http.RequestAborted);
        var isOver = fault is not null && await IsOver(http, fault);
        return isOver ? null : dispatcher.Answer(request, requestId);
    }

    /// <summary>What goes wrong before the call: true when it is never done.</summary>
    private static async Task<bool> IsOver(HttpContext http, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Error:
                throw new SandboxException(fault.Code, fault.Message, fault.Status);
            case FaultKind.Delay:
                await Task.Delay(fault.Delay, http.RequestAborted);
                return false;
            case FaultKind.Drop:
                http.Abort();
                return true;
            case FaultKind.Hold:
                await Hold(http);
                return true;
            case FaultKind.Page:
                await Other(http, "text/html; charset=utf-8", "<html><body>Sign in to the network</body></html>");
                return true;
            case FaultKind.Empty:
                await Other(http, "application/json", "{}");
                return true;
            case FaultKind.Xml:
                await Other(http, "text/xml", "<ok/>");
                return true;
            default:
                return false;
        }
    }

    /// <summary>What is not AWS answers, and gives no request id.</summary>
    private static Task Other(HttpContext http, string type, string body)
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(body);
    }

    /// <summary>What goes wrong after the call: whoever made it gets no answer, or half of it.</summary>
    private static async Task Send(HttpContext http, WireAnswer answer, Fault? fault, string requestId)
    {
        switch (fault?.Kind)
        {
            case FaultKind.LoseAnswer:
                http.Abort();
                break;
            case FaultKind.CutAnswer:
                await answer.WriteHalf(http, requestId);
                http.Abort();
                break;
            case FaultKind.HoldAnswer:
                await Hold(http);
                break;
            default:
                await answer.Write(http, requestId);
                break;
        }
    }

    /// <summary>Until the caller goes away.</summary>
    private static Task Hold(HttpContext http) => Task.Delay(Timeout.Infinite, http.RequestAborted);
}
