using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>The rule on the default event bus and its targets (EventBridge API reference, 2015-10-07).</summary>
internal sealed class RuleResources(JsonServiceClient events) : IMonitoringService
{
    private const string Missing = "ResourceNotFoundException";

    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        var rule = await MonitoringClient.Find(
            Missing,
            () => Call("DescribeRule", w => w.WriteString("Name", MonitoringSet.Rule), cancel)
        );
        if (rule.ValueKind == JsonValueKind.Undefined)
            return [];
        var targets = await Call("ListTargetsByRule", w => w.WriteString("Rule", MonitoringSet.Rule), cancel);
        var tags = await Call("ListTagsForResource", w => w.WriteString("ResourceARN", Arn(place)), cancel);
        return
        [
            new MonitoringResource(MonitoringKind.Rule, MonitoringSet.Rule)
            {
                Properties = WantedMonitoring.Properties([
                    (MonitoringProperty.Description, rule.Text("Description")),
                    (MonitoringProperty.EventPattern, FixedJson.Of(rule.Text("EventPattern"))),
                    (MonitoringProperty.Schedule, rule.Text("ScheduleExpression")),
                    (MonitoringProperty.IsEnabled, rule.Text("State") == "DISABLED" ? "false" : "true"),
                    // A rule has at most five targets, so they fill no page.
                    .. targets
                        .Items("Targets")
                        .Select(t => ($"{MonitoringProperty.Target}{t.Text("Id")}", t.Text("Arn"))),
                ]),
                Tags = MonitoringClient.Tags(tags.Items("Tags").Select(t => (t.Text("Key"), t.Text("Value")))),
            },
        ];
    }

    private static string Arn(MonitoringPlace place) =>
        $"arn:{place.Partition}:events:{place.Region}:{place.Account}:rule/{MonitoringSet.Rule}";

    public async Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        var targets = Targets(step.After);
        var before = Targets(step.Before);
        if (step is { After: { } after, WritesProperties: true })
        {
            await Call(
                "PutRule",
                w =>
                {
                    w.WriteString("Name", MonitoringSet.Rule);
                    w.WriteString("Description", after.Properties[MonitoringProperty.Description]);
                    w.WriteString("EventPattern", after.Properties[MonitoringProperty.EventPattern]);
                    w.WriteString("State", "ENABLED");
                    if (step.Before is null)
                        w.WriteTags(after.Tags);
                },
                cancel
            );
            await Remove([.. before.Keys.Except(targets.Keys)], cancel);
            await PutTargets(targets, cancel);
        }
        if (step.After is null)
        {
            await MonitoringClient.Find(
                Missing,
                async () =>
                {
                    await Remove([.. before.Keys], cancel);
                    return await Call("DeleteRule", w => w.WriteString("Name", MonitoringSet.Rule), cancel);
                }
            );
        }
        else if (step.Before is not null && !step.NewTags.IsEmpty)
        {
            await Call(
                "TagResource",
                w =>
                {
                    w.WriteString("ResourceARN", Arn(place));
                    w.WriteTags(step.NewTags);
                },
                cancel
            );
        }
    }

    private static Dictionary<string, string> Targets(MonitoringResource? rule) =>
        (rule?.Properties ?? MonitoringResource.Nothing)
            .Where(p => p.Key.StartsWith(MonitoringProperty.Target, StringComparison.Ordinal))
            .ToDictionary(p => p.Key[MonitoringProperty.Target.Length..], p => p.Value, StringComparer.Ordinal);

    private async Task PutTargets(Dictionary<string, string> targets, CancellationToken cancel) =>
        Check(
            "PutTargets",
            await Call(
                "PutTargets",
                w =>
                {
                    w.WriteString("Rule", MonitoringSet.Rule);
                    w.WriteStartArray("Targets");
                    foreach (var (id, arn) in targets)
                    {
                        w.WriteStartObject();
                        w.WriteString("Id", id);
                        w.WriteString("Arn", arn);
                        w.WriteEndObject();
                    }
                    w.WriteEndArray();
                },
                cancel
            )
        );

    private async Task Remove(string[] ids, CancellationToken cancel)
    {
        if (ids.Length == 0)
            return;
        Check(
            "RemoveTargets",
            await Call(
                "RemoveTargets",
                w =>
                {
                    w.WriteString("Rule", MonitoringSet.Rule);
                    w.WriteStartArray("Ids");
                    foreach (var id in ids)
                        w.WriteStringValue(id);
                    w.WriteEndArray();
                },
                cancel
            )
        );
    }

    /// <summary>Targets fail one by one, in an answer that is no error.</summary>
    private static void Check(string operation, JsonElement answer)
    {
        if (answer.Items("FailedEntries").FirstOrDefault() is { ValueKind: JsonValueKind.Object } failed)
            throw new AwsException(
                $"events:{operation}",
                failed.Text("ErrorCode"),
                $"target {failed.Text("TargetId")}: {failed.Text("ErrorMessage")}",
                null
            );
    }

    private Task<JsonElement> Call(string operation, Action<Utf8JsonWriter> write, CancellationToken cancel) =>
        AwsCalls.Run($"events:{operation}", () => events.Call(operation, write, cancel), cancel);
}
