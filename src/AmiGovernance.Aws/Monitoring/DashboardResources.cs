using AmiGovernance.Aws.Protocol;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>The dashboard (CloudWatch API reference, 2010-08-01). An account has its dashboards in no Region.</summary>
internal sealed class DashboardResources(QueryCalls cloudWatch) : IMonitoringService
{
    private const string Missing = "ResourceNotFound";

    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        var named = new QueryParameters { { "DashboardName", MonitoringSet.Dashboard } };
        if (await cloudWatch.CallOrNull(Missing, "GetDashboard", named, cancel) is not { } found)
            return [];

        var body = FixedJson.Of(found.Text("DashboardBody"));
        return
        [
            new MonitoringResource(MonitoringKind.Dashboard, MonitoringSet.Dashboard)
            {
                Properties = MonitoringProperty.Set((MonitoringProperty.Body, body)),
                Tags = await cloudWatch.ReadTags(ArnIn(place), cancel),
            },
        ];
    }

    private static Arn ArnIn(MonitoringPlace place) =>
        place.Global("cloudwatch", $"dashboard/{MonitoringSet.Dashboard}");

    public async Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        if (step.After is not { } after)
        {
            var named = new QueryParameters { { "DashboardNames.member.1", MonitoringSet.Dashboard } };
            await cloudWatch.CallOrNull(Missing, "DeleteDashboards", named, cancel);
            return;
        }
        if (step.WritesProperties)
            await cloudWatch.Call("PutDashboard", Parameters(after), cancel);
        if (step.Before is not null)
            await cloudWatch.AddTags(ArnIn(place), step.NewTags, cancel);
    }

    private static QueryParameters Parameters(MonitoringResource dashboard)
    {
        var parameters = new QueryParameters
        {
            { "DashboardName", MonitoringSet.Dashboard },
            { "DashboardBody", dashboard.Property(MonitoringProperty.Body) },
        };

        // Of a dashboard that is there they are ignored.
        parameters.AddPairs("Tags", dashboard.Tags);
        return parameters;
    }
}
