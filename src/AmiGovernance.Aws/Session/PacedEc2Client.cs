using System.Collections.Concurrent;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AmiGovernance.Aws.Session;

/// <summary>
/// EC2 in one account and Region, within the request budget that AWS gives to that account in that Region. Each attempt takes a
/// token, also those that the SDK makes again.
/// </summary>
internal sealed class PacedEc2Client : AmazonEC2Client
{
    // Set before the base class builds its pipeline.
    private readonly ConcurrentDictionary<string, AdaptivePace> paces = new(StringComparer.Ordinal);
    private readonly TimeProvider time;

    /// <param name="credentials">Null for those that the SDK finds.</param>
    public static PacedEc2Client Create(AWSCredentials? credentials, AmazonEC2Config config, TimeProvider time) =>
        credentials is null ? new PacedEc2Client(config, time) : new PacedEc2Client(credentials, config, time);

    private PacedEc2Client(AmazonEC2Config config, TimeProvider time)
        : base(config) => this.time = time;

    private PacedEc2Client(AWSCredentials credentials, AmazonEC2Config config, TimeProvider time)
        : base(credentials, config) => this.time = time;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<RetryHandler>(new Pacer(this));
    }

    private AdaptivePace PaceOf(string operation)
    {
        var (name, perSecond, burst) = Ec2Rates.Of(operation);
        return paces.GetOrAdd(name, _ => new AdaptivePace(perSecond, burst, time));
    }

    private sealed class Pacer(PacedEc2Client client) : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext;
            var pace = client.PaceOf(request.RequestName);
            await pace.Wait(request.CancellationToken);
            try
            {
                return await base.InvokeAsync<T>(executionContext);
            }
            catch (AmazonServiceException e)
                when (e.ErrorCode is "RequestLimitExceeded" or "Throttling" or "ThrottlingException")
            {
                pace.Throttled();
                throw;
            }
        }
    }
}
