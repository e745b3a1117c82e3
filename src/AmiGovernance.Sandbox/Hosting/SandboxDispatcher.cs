using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Athena;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.S3;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Takes a decoded request to its service and writes its trail. One call at a time: each sees one consistent world.</summary>
internal sealed class SandboxDispatcher
{
    /// <summary>The services that have one endpoint for all Regions.</summary>
    private static readonly string[] Global = ["organizations", "sts", "iam", "account"];

    private readonly SandboxWorld world;
    private readonly TrailRecorder recorder;
    private readonly Ec2Service ec2;
    private readonly S3Service s3;
    private readonly Dictionary<string, IReadOnlyDictionary<string, Operation>> services;

    public SandboxDispatcher(SandboxWorld world)
    {
        this.world = world;
        var guard = new Guard(world);
        recorder = new TrailRecorder(world);
        ec2 = new Ec2Service(world, guard, recorder);
        s3 = new S3Service(world, guard);
        services = new Dictionary<string, IService>(StringComparer.Ordinal)
        {
            ["account"] = new AccountService(world, guard),
            ["athena"] = new AthenaService(world, guard),
            ["autoscaling"] = new AutoScalingService(world, guard),
            ["cloudtrail"] = new CloudTrailService(world, guard),
            ["cloudwatch"] = new CloudWatchService(world, guard),
            ["ec2"] = ec2,
            ["events"] = new EventBridgeService(world, guard),
            ["iam"] = new IamService(world, guard),
            ["logs"] = new LogsService(world, guard),
            ["organizations"] = new OrganizationsService(world, guard),
            ["sns"] = new SnsService(world, guard),
            ["ssm"] = new SsmService(world, guard),
            ["sts"] = new StsService(world, guard),
        }.ToDictionary(s => s.Key, s => s.Value.Operations, StringComparer.Ordinal);
    }

    public Throttle Throttle { get; } = new();

    public bool Throttles { get; set; }

    public CallStatistics Statistics { get; } = new();

    public AutoScaling Scaling => new(world, ec2.Launches);

    /// <summary>Such as `ec2` and `RunInstances`, of all services.</summary>
    public IEnumerable<(string Service, string Operation)> Operations =>
        services
            .SelectMany(s => s.Value.Keys.Select(o => (s.Key, o)))
            .Concat(S3Operation.All.Select(o => ("s3", o.Name)))
            .Order();

    /// <summary>Who calls, when the access key is known; no matter whether the signature is good.</summary>
    public AccountId? AccountOf(string accessKey)
    {
        lock (world.Gate)
            return world.Credentials.Find(accessKey, world.Lookup)?.Caller.AccountId;
    }

    public WireAnswer Answer(SandboxRequest request, string requestId)
    {
        lock (world.Gate)
        {
            world.Calls++;
            Statistics.Count(request.Service, request.Operation);
            var call = Call(request, requestId);
            if (Throttles && !Throttle.Take(call))
                throw ServiceErrors.Of(call.Service).TooManyCalls();
            return request.S3 is { } s3Request ? Answer(s3Request, call) : Answer(request.Aws, call);
        }
    }

    private SandboxCall Call(SandboxRequest request, string requestId)
    {
        var caller = Authentication.Of(request.Aws, world);
        if (!RegionName.TryParse(request.Aws.Scope.Region, out var region))
            throw ServiceErrors.Of(request.Service).UnusableRegion();
        return new SandboxCall
        {
            Service = request.Service,
            Operation = request.Operation,
            Region = region,
            Caller = caller,
            AccessKey = request.Aws.Scope.AccessKey,
            Input = new CallInput(request.Aws.Input, request.Service),
            Now = world.Now,
            RequestId = requestId,
            UserAgent = request.Aws.Http.Headers.UserAgent.ToString(),
        };
    }

    private WireAnswer Answer(AwsRequest request, SandboxCall call)
    {
        JsonObject? answer;
        try
        {
            answer = Do(call);
        }
        catch (SandboxException e)
        {
            recorder.RecordFailure(call, e);
            throw;
        }
        recorder.Record(call, answer);
        return WireAnswer.Of(request, call, answer);
    }

    private WireAnswer Answer(S3Request request, SandboxCall call)
    {
        call.RecordedRequest = new JsonObject { ["bucketName"] = request.Bucket };
        var isRecorded = !request.Operation.IsDataEvent;
        S3Answer answer;
        try
        {
            CheckRegion(call);
            answer = s3.Answer(call, request);
        }
        catch (SandboxException e) when (isRecorded)
        {
            recorder.RecordFailure(call, e);
            throw;
        }
        if (isRecorded)
            recorder.Record(call, null);
        return new WireAnswer(answer.Status, answer.ContentType, answer.Body, answer.Headers);
    }

    private JsonObject? Do(SandboxCall call)
    {
        if (!services.TryGetValue(call.Service, out var operations))
            throw new SandboxException(
                "UnsupportedOperation",
                $"The sandbox has no service {call.Service}; see `amigov docs sandbox`",
                501
            );
        CheckRegion(call);
        if (operations.TryGetValue(call.Operation, out var operation))
            return operation(call);
        if (call.Service == "ec2")
            return ec2.AuthorizeOnly(call);
        throw ServiceErrors
            .Of(call.Service)
            .UnknownOperation($"The sandbox does not know {call.Service}:{call.Operation}; see `amigov docs sandbox`");
    }

    /// <summary>A service is there in the Regions that the account uses.</summary>
    private void CheckRegion(SandboxCall call)
    {
        if (!Global.Contains(call.Service) && !world.Ec2.IsUsable(call.Place))
            throw ServiceErrors.Of(call.Service).UnusableRegion();
    }
}
