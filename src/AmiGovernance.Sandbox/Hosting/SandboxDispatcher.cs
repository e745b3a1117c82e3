using System.Text.Json.Nodes;
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

/// <summary>An answer ready to be sent.</summary>
internal sealed record WireAnswer(
    int Status,
    string ContentType,
    ReadOnlyMemory<byte> Body,
    params (string Name, string Value)[] Headers
);

/// <summary>Takes a decoded request to its service and writes its trail. One call at a time: each sees one consistent world.</summary>
internal sealed class SandboxDispatcher
{
    private readonly SandboxWorld world;
    private readonly Guard guard;
    private readonly TrailRecorder recorder;
    private readonly Ec2Service ec2;
    private readonly S3Service s3;
    private readonly Dictionary<string, IReadOnlyDictionary<string, Operation>> services;

    public SandboxDispatcher(SandboxWorld world)
    {
        this.world = world;
        guard = new Guard(world);
        recorder = new TrailRecorder(world);
        ec2 = new Ec2Service(world, guard, recorder);
        s3 = new S3Service(world, guard);
        services = new Dictionary<string, IService>(StringComparer.Ordinal)
        {
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

    public AutoScaling Scaling => new(world, guard, ec2.Launches, recorder);

    /// <summary>Such as `ec2` and `RunInstances`, of all services.</summary>
    public IEnumerable<(string Service, string Operation)> Operations =>
        services
            .SelectMany(s => s.Value.Keys.Select(o => (s.Key, o)))
            .Concat(S3Service.Operations.Select(o => ("s3", o)))
            .Order();

    /// <summary>Who calls, when the access key is known; no matter whether the signature is good.</summary>
    public string? AccountOf(string accessKey)
    {
        lock (world.Gate)
            return world.Credentials.Find(accessKey, world.Lookup)?.Caller.AccountId;
    }

    public WireAnswer Answer(AwsRequest request, string requestId)
    {
        lock (world.Gate)
        {
            world.Calls++;
            var s3Request =
                request.Protocol == WireProtocol.RestXml ? S3Request.Parse(request.Http, request.Body) : null;
            var operation = s3Request?.Operation ?? request.Operation;
            Statistics.Count(request.Scope.Service, operation);
            var call = new SandboxCall
            {
                Service = request.Scope.Service,
                Operation = operation,
                Region = request.Scope.Region,
                Caller = Authentication.Of(request, world),
                AccessKey = request.Scope.AccessKey,
                Input = new CallInput(request.Input, request.Scope.Service),
                Now = world.Now,
                RequestId = requestId,
                UserAgent = request.Http.Headers.UserAgent.ToString(),
            };
            if (Throttles && !Throttle.Take(call))
                throw Throttled(call);
            return s3Request is null ? Answer(request, call) : Answer(s3Request, call);
        }
    }

    private WireAnswer Answer(AwsRequest request, SandboxCall call)
    {
        var recorded = false;
        try
        {
            var answer = Do(call);
            recorder.Record(call, answer, null);
            recorded = true;
            return request.Protocol switch
            {
                WireProtocol.Json => new WireAnswer(
                    200,
                    request.Http.ContentType ?? "application/x-amz-json-1.1",
                    AmiGovernance.Sandbox.Protocols.Answer.Json(answer)
                ),
                WireProtocol.Cbor => new WireAnswer(
                    200,
                    "application/cbor",
                    Cbor.Write(answer ?? []),
                    ("smithy-protocol", "rpc-v2-cbor")
                ),
                _ => new WireAnswer(
                    200,
                    "text/xml;charset=UTF-8",
                    AmiGovernance.Sandbox.Protocols.Answer.Xml(
                        call.Operation,
                        Namespaces.Of(call.Service),
                        call.RequestId,
                        answer,
                        wrap: request.Protocol == WireProtocol.Query
                    )
                ),
            };
        }
        catch (SandboxException e) when (!recorded)
        {
            recorder.Record(call, null, e);
            throw;
        }
    }

    private WireAnswer Answer(S3Request request, SandboxCall call)
    {
        try
        {
            CheckRegion(call);
            var answer = s3.Answer(call, request);
            if (S3Service.IsManagement(call.Operation))
                recorder.Record(
                    call with
                    {
                        RecordedRequest = new JsonObject { ["bucketName"] = request.Bucket },
                    },
                    null,
                    null
                );
            return new WireAnswer(answer.Status, answer.ContentType, answer.Body, answer.Headers);
        }
        catch (SandboxException e) when (S3Service.IsManagement(call.Operation))
        {
            recorder.Record(
                call with
                {
                    RecordedRequest = new JsonObject { ["bucketName"] = request.Bucket },
                },
                null,
                e
            );
            throw;
        }
    }

    private JsonObject? Do(SandboxCall call)
    {
        if (!services.TryGetValue(call.Service, out var operations))
            throw new SandboxException(
                "UnsupportedOperation",
                $"The sandbox has no service {call.Service}; see docs/reference/sandbox.md",
                501
            );
        CheckRegion(call);
        if (operations.TryGetValue(call.Operation, out var operation))
            return operation(call);
        if (call.Service == "ec2")
            return ec2.AuthorizeOnly(call);
        throw new SandboxException(
            call.Service is "sts" or "sns" or "iam" or "autoscaling" or "cloudwatch"
                ? "InvalidAction"
                : "UnknownOperationException",
            $"The sandbox does not know {call.Service}:{call.Operation}; see docs/reference/sandbox.md"
        );
    }

    /// <summary>Organizations has one endpoint for all; the others are there in the Regions that the account uses.</summary>
    private void CheckRegion(SandboxCall call)
    {
        if (call.Service is "organizations" or "sts" or "iam" || world.Ec2.IsUsable(call.Region, call.Account))
            return;
        throw call.Service == "ec2"
            ? new SandboxException("AuthFailure", "AWS was not able to validate the provided access credentials", 401)
            : new SandboxException(
                call.Service is "s3" or "sns" or "autoscaling" ? "InvalidClientTokenId" : "UnrecognizedClientException",
                "The security token included in the request is invalid.",
                403
            );
    }

    private static SandboxException Throttled(SandboxCall call) =>
        call.Service switch
        {
            "ec2" => new SandboxException("RequestLimitExceeded", "Request limit exceeded.", 503),
            "organizations" => new SandboxException(
                "TooManyRequestsException",
                "You have sent too many requests in too short a period of time."
            )
            {
                Type = "Rate",
            },
            "s3" => new SandboxException("SlowDown", "Please reduce your request rate.", 503),
            "sts" or "sns" or "iam" or "autoscaling" or "cloudwatch" => new SandboxException(
                "Throttling",
                "Rate exceeded"
            ),
            _ => new SandboxException("ThrottlingException", "Rate exceeded"),
        };
}
