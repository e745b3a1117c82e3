using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Resources of one service: how they are read, made, changed and removed.</summary>
internal interface IMonitoringService
{
    Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel);

    Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel);
}

/// <summary>What the monitoring is made of, in four services.</summary>
internal sealed class MonitoringClient(
    JsonServiceClient logs,
    QueryServiceClient cloudWatch,
    QueryServiceClient sns,
    JsonServiceClient events
) : IMonitoring, IDisposable
{
    private readonly ImmutableDictionary<MonitoringKind, IMonitoringService> services = Services(
        new FilterResources(logs),
        new AlarmResources(cloudWatch),
        new DashboardResources(cloudWatch),
        new TopicResources(sns),
        new RuleResources(events)
    );

    private static ImmutableDictionary<MonitoringKind, IMonitoringService> Services(
        FilterResources filters,
        AlarmResources alarms,
        DashboardResources dashboards,
        TopicResources topics,
        RuleResources rules
    ) =>
        new Dictionary<MonitoringKind, IMonitoringService>
        {
            [MonitoringKind.Topic] = topics,
            [MonitoringKind.Subscription] = topics,
            [MonitoringKind.MetricFilter] = filters,
            [MonitoringKind.Alarm] = alarms,
            [MonitoringKind.Rule] = rules,
            [MonitoringKind.Dashboard] = dashboards,
        }.ToImmutableDictionary();

    public void Dispose()
    {
        logs.Dispose();
        cloudWatch.Dispose();
        sns.Dispose();
        events.Dispose();
    }

    public async Task<LogGroup?> FindLogGroup(string name, CancellationToken cancel)
    {
        // The shortest name with the prefix comes first, for names come in their order.
        var page = await DescribeLogGroups("logGroupNamePrefix", name, cancel);
        return page.Where(g => g.Text("logGroupName") == name)
            .Select(g => new LogGroup(name, g.Text("logGroupClass")))
            .FirstOrDefault();
    }

    public async Task<ImmutableArray<string>> SearchLogGroups(string text, CancellationToken cancel) =>
        [.. (await DescribeLogGroups("logGroupNamePattern", text, cancel)).Select(g => g.Text("logGroupName"))];

    private async Task<IEnumerable<JsonElement>> DescribeLogGroups(string filter, string text, CancellationToken cancel)
    {
        var page = await AwsCalls.Run(
            "logs:DescribeLogGroups",
            () => logs.Call("DescribeLogGroups", w => w.WriteString(filter, text), cancel),
            cancel
        );
        return page.Items("logGroups");
    }

    public async Task<ImmutableArray<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        var all = ImmutableArray.CreateBuilder<MonitoringResource>();
        foreach (var service in services.Values.Distinct())
            all.AddRange(await service.Read(place, cancel));
        return [.. all.OrderBy(r => r.Kind).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    public Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel) =>
        services[step.Resource.Kind].Apply(step, place, cancel);

    /// <summary>Null, or an undefined element, when AWS says that there is none.</summary>
    /// <param name="missing">AWS's code for that.</param>
    internal static async Task<T?> Find<T>(string missing, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AwsException e) when (e.Code == missing)
        {
            return default;
        }
    }

    internal static ImmutableSortedDictionary<string, string> Tags(IEnumerable<(string Key, string Value)> tags) =>
        MonitoringResource.Nothing.SetItems(tags.Select(t => KeyValuePair.Create(t.Key, t.Value)));
}
