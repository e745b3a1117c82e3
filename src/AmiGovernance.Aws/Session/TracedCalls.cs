using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// Tells each attempt of a call, and counts it: what, where, how long, how it ended. Never what is in it, nor who signs it.
/// </summary>
internal sealed class TracedCalls : IRuntimePipelineCustomizer
{
    private static readonly ConditionalWeakTable<IClientConfig, Trace> Traces = [];

    /// <summary>For all clients of the process that are made from now on; once is enough.</summary>
    public static void Register() => RuntimePipelineCustomizerRegistry.Instance.Register(new TracedCalls());

    /// <param name="account">Null for the caller's own.</param>
    public static void Tell(IClientConfig config, AccountId? account, string region, Action<string> told) =>
        Traces.AddOrUpdate(config, new Trace(account, region, told));

    public string UniqueName => "amigov traced calls";

    public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandlerAfter<RetryHandler>(new Attempt());

    private sealed record Trace(AccountId? Account, string Region, Action<string> Told)
    {
        /// <summary>Calls are made side by side, and their lines stand one after the other.</summary>
        private static readonly Lock OneByOne = new();

        public void Tell(string line)
        {
            lock (OneByOne)
                Told(line);
        }
    }

    private sealed class Attempt : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext;
            var service = Service(request);
            Traces.TryGetValue(request.ClientConfig, out var trace);
            var watch = ValueStopwatch.Start();
            var span = AwsTelemetry.Begin(service, Operation(request), request.ClientConfig.AuthenticationRegion ?? "");
            Exception? failure = null;
            try
            {
                return await base.InvokeAsync<T>(executionContext);
            }
            catch (Exception e)
            {
                failure = e;
                throw;
            }
            finally
            {
                trace?.Tell(Line(request, trace, watch, failure is null ? "done" : Outcome(failure)));
                AwsTelemetry.End(span, service, failure);
            }
        }

        private static string Service(IRequestContext request) =>
            request.ClientConfig.AuthenticationServiceName ?? request.ClientConfig.RegionEndpointServiceName ?? "";

        private static string Outcome(Exception e) =>
            e is AmazonServiceException { ErrorCode: { Length: > 0 } code } ? Sanitize.Text(code) : e.GetType().Name;

        private static string Line(IRequestContext request, Trace trace, ValueStopwatch watch, string outcome)
        {
            var account = trace.Account is { } id ? $"account {id}" : "own account";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"aws: {Service(request)}:{Operation(request)}, {account}, {Sanitize.Text(trace.Region)}: {outcome} in {watch.Milliseconds} ms, attempt {request.Retries + 1}"
            );
        }

        private static string Operation(IRequestContext request)
        {
            if (request.OriginalRequest is INamedRequest named)
                return named.Operation;
            var name = request.RequestName;
            return name.EndsWith("Request", StringComparison.Ordinal) ? name[..^"Request".Length] : name;
        }
    }

    private readonly record struct ValueStopwatch(long Started)
    {
        public static ValueStopwatch Start() => new(System.Diagnostics.Stopwatch.GetTimestamp());

        public long Milliseconds => (long)System.Diagnostics.Stopwatch.GetElapsedTime(Started).TotalMilliseconds;
    }
}
