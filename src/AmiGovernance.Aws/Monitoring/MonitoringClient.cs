using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>What the monitoring is made of, in four services.</summary>
internal sealed class MonitoringClient : IMonitoring, IDisposable
{
    private readonly IDisposable[] clients;
    private readonly JsonCalls logs;
    private readonly Dictionary<MonitoringKind, IMonitoringService> services;

    /// <param name="place">The Region of the clients, with the caller's own credentials.</param>
    public MonitoringClient(
        JsonServiceClient logsClient,
        QueryServiceClient cloudWatchClient,
        QueryServiceClient snsClient,
        JsonServiceClient eventsClient,
        CallPlace place
    )
    {
        clients = [logsClient, cloudWatchClient, snsClient, eventsClient];
        logs = new JsonCalls(logsClient, "logs", place);
        var cloudWatch = new QueryCalls(cloudWatchClient, "cloudwatch", "ResourceARN", place);
        var topics = new TopicResources(new QueryCalls(snsClient, "sns", "ResourceArn", place));
        services = new Dictionary<MonitoringKind, IMonitoringService>
        {
            [MonitoringKind.Topic] = topics,
            [MonitoringKind.Subscription] = topics,
            [MonitoringKind.MetricFilter] = new FilterResources(logs),
            [MonitoringKind.Alarm] = new AlarmResources(cloudWatch),
            [MonitoringKind.Rule] = new RuleResources(new JsonCalls(eventsClient, "events", place)),
            [MonitoringKind.Dashboard] = new DashboardResources(cloudWatch),
        };
    }

    public void Dispose()
    {
        foreach (var client in clients)
            client.Dispose();
    }

    public async Task<LogGroup?> FindLogGroup(string name, CancellationToken cancel)
    {
        // The shortest name with the prefix comes first, for names come in their order.
        var page = await DescribeLogGroups("logGroupNamePrefix", name, cancel);
        return page.Where(g => g.Text("logGroupName") == name)
            .Select(g => new LogGroup(name, g.Text("logGroupClass")))
            .FirstOrDefault();
    }

    public async Task<ImmutableArray<string>> SearchLogGroups(string text, CancellationToken cancel)
    {
        var page = await DescribeLogGroups("logGroupNamePattern", text, cancel);
        return [.. page.Select(g => g.Text("logGroupName"))];
    }

    private async Task<IEnumerable<JsonElement>> DescribeLogGroups(string filter, string text, CancellationToken cancel)
    {
        var page = await logs.Call("DescribeLogGroups", w => w.WriteString(filter, text), cancel);
        return page.Items("logGroups");
    }

    public async Task<ImmutableArray<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        var all = new List<MonitoringResource>();
        foreach (var service in services.Values.Distinct())
            all.AddRange(await service.Read(place, cancel));
        return [.. all.OrderBy(r => r.Kind).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    public Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel) =>
        services[step.Resource.Kind].Apply(step, place, cancel);
}
