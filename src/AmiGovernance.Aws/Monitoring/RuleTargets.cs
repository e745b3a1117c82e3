using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Whom the rule tells. A rule has at most five targets, so they fill no page.</summary>
internal sealed class RuleTargets(JsonCalls events)
{
    /// <summary>As properties of the rule.</summary>
    public async Task<ImmutableArray<(string Property, string Arn)>> Read(CancellationToken cancel)
    {
        var answer = await events.Call("ListTargetsByRule", w => w.WriteString("Rule", MonitoringSet.Rule), cancel);
        var targets = answer.Items("Targets");
        return [.. targets.Select(t => ($"{MonitoringProperty.Target}{t.Text("Id")}", t.Text("Arn")))];
    }

    public async Task Replace(MonitoringResource? before, MonitoringResource after, CancellationToken cancel)
    {
        var wanted = Of(after);
        var gone = Of(before).Keys.Except(wanted.Keys).ToArray();
        if (gone.Length > 0)
            Check("RemoveTargets", await events.Call("RemoveTargets", w => WriteIds(w, gone), cancel));
        Check("PutTargets", await events.Call("PutTargets", w => WriteTargets(w, wanted), cancel));
    }

    /// <summary>Does no harm where the rule is gone.</summary>
    public async Task RemoveAll(MonitoringResource? rule, CancellationToken cancel)
    {
        var ids = Of(rule).Keys.ToArray();
        if (ids.Length == 0)
            return;
        if (await events.CallOrNull("RemoveTargets", w => WriteIds(w, ids), cancel) is { } answer)
            Check("RemoveTargets", answer);
    }

    private static Dictionary<string, string> Of(MonitoringResource? rule) =>
        (rule?.Properties ?? MonitoringResource.Nothing)
            .Where(p => p.Key.StartsWith(MonitoringProperty.Target, StringComparison.Ordinal))
            .ToDictionary(p => p.Key[MonitoringProperty.Target.Length..], p => p.Value, StringComparer.Ordinal);

    private static void WriteTargets(Utf8JsonWriter writer, Dictionary<string, string> targets)
    {
        writer.WriteString("Rule", MonitoringSet.Rule);
        writer.WriteStartArray("Targets");
        foreach (var (id, arn) in targets)
        {
            writer.WriteStartObject();
            writer.WriteString("Id", id);
            writer.WriteString("Arn", arn);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteIds(Utf8JsonWriter writer, string[] ids)
    {
        writer.WriteString("Rule", MonitoringSet.Rule);
        writer.WriteStrings("Ids", ids);
    }

    /// <summary>Targets fail one by one, in an answer that is no error.</summary>
    private static void Check(string operation, JsonElement answer)
    {
        var failed = answer.Items("FailedEntries").FirstOrDefault();
        if (failed.ValueKind == JsonValueKind.Object)
            throw new AwsException(
                $"events:{operation}",
                failed.Text("ErrorCode"),
                $"target {failed.Text("TargetId")}: {failed.Text("ErrorMessage")}"
            );
    }
}
