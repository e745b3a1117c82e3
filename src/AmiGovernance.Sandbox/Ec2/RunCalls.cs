using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>RunInstances, and what is a launch in all but name.</summary>
internal sealed class RunCalls(SandboxWorld world, Guard guard, Launches launches) : Ec2Calls(world, guard)
{
    /// <summary>Of one call; AWS limits launches by quotas of their own.</summary>
    private const int MostAtOnce = 100;

    /// <summary>By client token: a call that is sent again starts nothing more (EC2 API reference, "Ensuring idempotency").</summary>
    private readonly Dictionary<(Place Place, string Token), (string Parameters, JsonObject Answer)> answered = [];

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["RunInstances"] = Run,
            ["CreateReplaceRootVolumeTask"] = ReplaceRootVolume,
        };

    private JsonObject Run(SandboxCall call)
    {
        var request = Request(call);
        launches.Authorize(call, request.Image, request.Template);
        if (IsDryRun(call))
            Guard.CheckAllowedByDryRun(request.Image, call.Place);
        AnswerDryRun(call);

        var token = (call.Place, ClientToken(call));
        var parameters = Parameters(call);
        if (answered.TryGetValue(token, out var before))
            return before.Parameters == parameters ? (JsonObject)before.Answer.DeepClone() : throw Mismatch();
        var answer = Ec2Shapes.Reservation(launches.Start(call, request));
        if (token.Item2.Length > 0)
            answered[token] = (parameters, (JsonObject)answer.DeepClone());
        return answer;
    }

    /// <summary>EC2 API reference, "RunInstances": 64 characters at most. The error is guessed.</summary>
    private static string ClientToken(SandboxCall call)
    {
        var token = call.Input.Text("ClientToken") ?? "";
        return token.Length <= 64
            ? token
            : throw InvalidValue($"Value ({token}) for parameter clientToken is invalid.");
    }

    /// <summary>What must be the same in a call that is sent again.</summary>
    private static string Parameters(SandboxCall call)
    {
        var parameters = call.Input.Copy().Where(p => p.Key is not ("Action" or "Version" or "DryRun"));
        return string.Join(
            '&',
            parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")
        );
    }

    private static SandboxException Mismatch() =>
        new(
            "IdempotentParameterMismatch",
            "Arguments on this idempotent request are inconsistent with arguments used in previous request(s)."
        );

    /// <summary>What the call asks for, with what its launch template adds; records it before anything is refused.</summary>
    private LaunchRequest Request(SandboxCall call)
    {
        var input = call.Input;
        var named = input.Has("LaunchTemplate") ? launches.Version(call, input.Object("LaunchTemplate")) : default;
        var template = named.Version;
        var (least, most) = (input.RequiredNumber("MinCount"), input.RequiredNumber("MaxCount"));
        var type = input.Text("InstanceType") ?? template?.InstanceType ?? Launches.DefaultType;
        call.RecordedRequest = RecordedLaunch.Of(call, type, least, most);

        var imageId = input.Text("ImageId") ?? template?.ImageId ?? throw input.Missing("ImageId");
        if (!imageId.StartsWith("resolve:", StringComparison.Ordinal))
            ReadImageId(imageId);
        CheckCount(least, most);
        CheckSubnet(call);
        return new LaunchRequest(launches.Find(call, imageId), type, most) { Template = named.Template };
    }

    private static void CheckCount(int least, int most)
    {
        if (least < 1 || most < least)
            throw InvalidValue("The value for minCount must be at least 1 and not greater than maxCount");
        if (most > MostAtOnce)
            throw new SandboxException(
                "InstanceLimitExceeded",
                $"The sandbox starts at most {MostAtOnce} instances at once."
            );
    }

    private static void CheckSubnet(SandboxCall call)
    {
        if (call.Input.Text("SubnetId") is { } subnet && subnet != Networks.SubnetOf(call.Place))
            throw RegionCalls.NoSubnet(subnet);
    }

    /// <summary>Swaps the root volume of a running instance, from an image where the call names one.</summary>
    private JsonObject ReplaceRootVolume(SandboxCall call)
    {
        var instanceId = call.Input.Required("InstanceId");
        CheckInstanceId(instanceId);
        var image = call.Input.Text("ImageId") is { } imageId ? launches.Find(call, imageId) : null;
        Guard.Authorize(call, Ec2Questions.Of(call, image, image?.Id));
        AnswerDryRun(call);
        var instance = World.Ec2.Instance(call.Place, instanceId) ?? throw NoInstance(instanceId);
        if (image is not null)
        {
            Guard.CheckAllowed(image, call.Place);
            World.Ec2.Put(instance with { ImageId = image.Id, Image = image });
        }
        World.Changes++;
        return new JsonObject
        {
            ["replaceRootVolumeTask"] = new JsonObject
            {
                ["replaceRootVolumeTaskId"] = World.NewId("replacevol-", 17),
                ["instanceId"] = instanceId,
                ["taskState"] = "succeeded",
                ["startTime"] = call.Now,
                ["completeTime"] = call.Now,
                ["imageId"] = image?.Id.Value,
            },
        };
    }
}
