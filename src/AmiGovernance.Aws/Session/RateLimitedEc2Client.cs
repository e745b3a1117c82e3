using System.Collections.Concurrent;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// EC2 in one account and Region, within the request budget that AWS gives to that account in that Region. Each attempt takes a
/// token, also those that the SDK makes again.
/// </summary>
internal sealed class RateLimitedEc2Client : AmazonEC2Client
{
    // Set before the base class builds its pipeline.
    private readonly ConcurrentDictionary<string, AdaptiveRateLimiter> limiters = new(StringComparer.Ordinal);
    private readonly TimeProvider time;

    /// <param name="credentials">Null for those that the SDK finds.</param>
    public static RateLimitedEc2Client Create(AWSCredentials? credentials, AmazonEC2Config config, TimeProvider time) =>
        credentials is null ? new(config, time) : new(credentials, config, time);

    private RateLimitedEc2Client(AmazonEC2Config config, TimeProvider time)
        : base(config) => this.time = time;

    private RateLimitedEc2Client(AWSCredentials credentials, AmazonEC2Config config, TimeProvider time)
        : base(credentials, config) => this.time = time;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<RetryHandler>(new RateLimitingHandler(this));
    }

    private AdaptiveRateLimiter LimiterOf(string operation)
    {
        var (name, perSecond, burst) = Ec2Rates.Of(operation);
        return limiters.GetOrAdd(name, _ => new AdaptiveRateLimiter(perSecond, burst, time));
    }

    private sealed class RateLimitingHandler(RateLimitedEc2Client client) : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext;
            var limiter = client.LimiterOf(request.RequestName);
            await limiter.Wait(request.CancellationToken);
            try
            {
                return await base.InvokeAsync<T>(executionContext);
            }
            catch (AmazonServiceException e)
                when (e.ErrorCode is "RequestLimitExceeded" or "Throttling" or "ThrottlingException")
            {
                limiter.Throttled();
                throw;
            }
        }
    }
}
