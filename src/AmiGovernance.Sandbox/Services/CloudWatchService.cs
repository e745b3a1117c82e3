using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>Amazon CloudWatch: dashboards and alarms. No metrics are counted, so an alarm never goes off.</summary>
internal sealed class CloudWatchService : ResourceCalls, IService
{
    private readonly DashboardCalls dashboards;
    private readonly AlarmCalls alarms;

    public CloudWatchService(SandboxWorld world, Guard guard)
        : base(world, guard)
    {
        (dashboards, alarms) = (new DashboardCalls(world, guard), new AlarmCalls(world, guard));
        Operations = dashboards
            .Operations.Concat(alarms.Operations)
            .Append(KeyValuePair.Create<string, Operation>("ListTagsForResource", ListTags))
            .Append(KeyValuePair.Create<string, Operation>("TagResource", TagResource))
            .ToDictionary(StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, Operation> Operations { get; }

    private JsonObject ListTags(SandboxCall call)
    {
        var (arn, region) = Tagged(call);
        return new JsonObject { ["Tags"] = TagList(call, arn, region) };
    }

    private JsonObject TagResource(SandboxCall call)
    {
        var (arn, region) = Tagged(call);
        AddTags(call, arn, region);
        return [];
    }

    /// <summary>The ARN that a call about tags names; a dashboard has no Region.</summary>
    private (string Arn, RegionName? Region) Tagged(SandboxCall call)
    {
        var arn = call.Input.Required("ResourceARN");
        Authorize(call, arn);
        var name = arn[(arn.LastIndexOfAny([':', '/']) + 1)..];
        if (DashboardCalls.IsArn(call, arn) && dashboards.Find(call, name) is not null)
            return (arn, null);
        if (!DashboardCalls.IsArn(call, arn) && alarms.Find(call, name) is not null)
            return (arn, call.Region);
        throw new SandboxException("ResourceNotFoundException", $"{arn} does not exist", 404);
    }
}
