using System.Text.Json.Nodes;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Iam;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.Sts;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Takes a decoded request to its service and writes its trail. One call at a time: each sees one consistent world.</summary>
internal sealed class SandboxDispatcher(SandboxWorld world)
{
    private readonly OrganizationsService organizations = new(world);
    private readonly CloudTrailService trail = new(world);
    private readonly IamService iam = new(world);
    private readonly StsService sts = new(world);
    private readonly Ec2Service ec2 = new(world);
    private readonly TrailRecorder recorder = new(world);

    public Throttle Throttle { get; } = new();

    public bool Throttles { get; set; }

    /// <summary>The body of the answer; empty for calls that answer nothing.</summary>
    public byte[] Answer(AwsRequest request, string requestId)
    {
        lock (world.Gate)
        {
            var call = new SandboxCall
            {
                Service = request.Service,
                Operation = request.Operation,
                Region = request.Region,
                Caller = world.Credentials.Find(request.AccessKey, world.Organization.ManagementAccount.Value, world.Now),
                AccessKey = request.AccessKey,
                Now = world.Now,
                RequestId = requestId,
                UserAgent = request.UserAgent,
            };
            if (Throttles && !Throttle.Take(call.Service, call.Operation, call.Caller.AccountId, call.Region, call.Now))
                throw call.Service == "ec2" ? new SandboxException("RequestLimitExceeded", "Request limit exceeded.", 503)
                    : call.Service == "organizations" ? new SandboxException("TooManyRequestsException", "You have sent too many requests in too short a period of time.")
                    : new SandboxException("ThrottlingException", "Rate exceeded");
            try
            {
                var answer = Answer(request, call);
                recorder.Record(call, null);
                return answer;
            }
            catch (SandboxException e)
            {
                recorder.Record(call, e);
                throw;
            }
        }
    }

    private byte[] Answer(AwsRequest request, SandboxCall call)
    {
        switch (call.Service)
        {
            case "organizations" or "cloudtrail":
                Authorize(call);
                var input = new JsonInput(request.Json ?? new JsonObject());
                return Bytes(call.Service == "organizations" ? organizations.Answer(call, input) : trail.Answer(call, input));
            case "sts":
                if (call.Operation != "GetCallerIdentity") Authorize(call);
                return Query(call, StsService.Namespace, answer =>
                {
                    answer.Inside($"{call.Operation}Result", () => sts.Answer(call, request.Query, answer));
                    answer.Inside("ResponseMetadata", () => answer.Text("RequestId", call.RequestId));
                });
            case "iam":
                Authorize(call);
                return Query(call, IamService.Namespace, answer =>
                {
                    answer.Inside($"{call.Operation}Result", () => iam.Answer(call, request.Query, answer));
                    answer.Inside("ResponseMetadata", () => answer.Text("RequestId", call.RequestId));
                });
            case "ec2":
                return Query(call, Ec2Service.Namespace, answer =>
                {
                    answer.Text("requestId", call.RequestId);
                    ec2.Answer(call, request.Query, answer);
                });
            default:
                throw new SandboxException("UnsupportedOperation", $"The sandbox has no service {call.Service}; see docs/reference/sandbox.md", 501);
        }
    }

    /// <summary>A role with permissions of its own may do what they allow.</summary>
    private static void Authorize(SandboxCall call)
    {
        if (call.Caller.Permissions is not { } permissions) return;
        var request = new RequestContext { Action = $"{call.Service}:{call.Operation}", Resource = "*" };
        if (new Authorization { IdentityPolicies = [permissions] }.Decide(request, new Caller()).Outcome != Outcome.Allowed)
            throw new SandboxException(call.Service == "sts" ? "AccessDenied" : "AccessDeniedException",
                $"User: {call.Caller.SessionArn} is not authorized to perform: {request.Action} because no identity-based policy allows the {request.Action} action", call.Service == "sts" ? 403 : 400);
    }

    private static byte[] Bytes(JsonObject? answer) => answer is null ? [] : System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString());

    private static byte[] Query(SandboxCall call, string xmlNamespace, Action<XmlAnswer> write)
    {
        using var answer = new XmlAnswer();
        answer.Start($"{call.Operation}Response", xmlNamespace);
        write(answer);
        answer.End();
        return answer.ToBytes();
    }
}
