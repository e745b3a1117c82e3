using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>The rule on the default event bus and its targets (EventBridge API reference, 2015-10-07).</summary>
internal sealed class RuleResources(JsonCalls events) : IMonitoringService
{
    private readonly RuleTargets targets = new(events);

    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        if (
            await events.CallOrNull("DescribeRule", w => w.WriteString("Name", MonitoringSet.Rule), cancel)
            is not { } rule
        )
            return [];

        var tags = await events.Call(
            "ListTagsForResource",
            w => w.WriteString("ResourceARN", ArnIn(place).ToString()),
            cancel
        );
        return
        [
            new MonitoringResource(MonitoringKind.Rule, MonitoringSet.Rule)
            {
                Properties = MonitoringProperty.Set([
                    (MonitoringProperty.Description, rule.Text("Description")),
                    (MonitoringProperty.EventPattern, FixedJson.Of(rule.Text("EventPattern"))),
                    (MonitoringProperty.Schedule, rule.Text("ScheduleExpression")),
                    (MonitoringProperty.IsEnabled, rule.Text("State") == "DISABLED" ? "false" : "true"),
                    .. await targets.Read(cancel),
                ]),
                Tags = MonitoringResource.Nothing.SetItems(
                    tags.Items("Tags").Select(t => KeyValuePair.Create(t.Text("Key"), t.Text("Value")))
                ),
            },
        ];
    }

    private static Arn ArnIn(MonitoringPlace place) => place.Regional("events", $"rule/{MonitoringSet.Rule}");

    public Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel) =>
        step.After is { } after ? Write(step, after, place, cancel) : Delete(step.Before, cancel);

    private async Task Write(
        MonitoringStep step,
        MonitoringResource after,
        MonitoringPlace place,
        CancellationToken cancel
    )
    {
        if (step.WritesProperties)
        {
            await events.Call("PutRule", w => Write(w, after, isNew: step.Before is null), cancel);
            await targets.Replace(step.Before, after, cancel);
        }
        if (step.Before is not null && !step.NewTags.IsEmpty)
            await AddTags(step, place, cancel);
    }

    private static void Write(Utf8JsonWriter writer, MonitoringResource rule, bool isNew)
    {
        writer.WriteString("Name", MonitoringSet.Rule);
        writer.WriteString("Description", rule.Property(MonitoringProperty.Description));
        writer.WriteString("EventPattern", rule.Property(MonitoringProperty.EventPattern));
        writer.WriteString("State", "ENABLED");
        if (isNew)
            writer.WriteTags(rule.Tags);
    }

    private async Task AddTags(MonitoringStep step, MonitoringPlace place, CancellationToken cancel) =>
        await events.Call(
            "TagResource",
            w =>
            {
                w.WriteString("ResourceARN", ArnIn(place).ToString());
                w.WriteTags(step.NewTags);
            },
            cancel
        );

    /// <summary>A rule that has targets cannot be deleted.</summary>
    private async Task Delete(MonitoringResource? rule, CancellationToken cancel)
    {
        await targets.RemoveAll(rule, cancel);
        await events.CallOrNull("DeleteRule", w => w.WriteString("Name", MonitoringSet.Rule), cancel);
    }
}
