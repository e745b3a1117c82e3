using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>The dashboard (CloudWatch API reference, 2010-08-01). An account has its dashboards in no Region.</summary>
internal sealed class DashboardResources(QueryServiceClient cloudWatch) : IMonitoringService
{
    private const string Missing = "ResourceNotFound";
    private const string TaggedArn = "ResourceARN";

    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        if (
            await MonitoringClient.Find(
                Missing,
                () => Call("GetDashboard", new QueryParameters { { "DashboardName", MonitoringSet.Dashboard } }, cancel)
            )
            is not { } found
        )
            return [];
        return
        [
            new MonitoringResource(MonitoringKind.Dashboard, MonitoringSet.Dashboard)
            {
                Properties = WantedMonitoring.Properties(
                    (MonitoringProperty.Body, FixedJson.Of(found.Text("DashboardBody")))
                ),
                Tags = await QueryTags.Read((o, p) => Call(o, p, cancel), TaggedArn, Arn(place)),
            },
        ];
    }

    private static string Arn(MonitoringPlace place) =>
        $"arn:{place.Partition}:cloudwatch::{place.Account}:dashboard/{MonitoringSet.Dashboard}";

    public async Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        if (step.After is not { } after)
        {
            await MonitoringClient.Find(
                Missing,
                () =>
                    Call(
                        "DeleteDashboards",
                        new QueryParameters { { "DashboardNames.member.1", MonitoringSet.Dashboard } },
                        cancel
                    )
            );
            return;
        }
        if (step.WritesProperties)
        {
            var parameters = new QueryParameters
            {
                { "DashboardName", MonitoringSet.Dashboard },
                { "DashboardBody", after.Properties[MonitoringProperty.Body] },
            };
            // Of a dashboard that is there they are ignored.
            parameters.AddPairs("Tags", after.Tags);
            await Call("PutDashboard", parameters, cancel);
        }
        if (step.Before is not null)
            await QueryTags.Add((o, p) => Call(o, p, cancel), TaggedArn, Arn(place), step.NewTags);
    }

    private Task<XElement> Call(string operation, QueryParameters parameters, CancellationToken cancel) =>
        AwsCalls.Run($"cloudwatch:{operation}", () => cloudWatch.Call(operation, parameters, cancel), cancel);
}
