using System.Globalization;
using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Alarms on metrics (CloudWatch API reference, 2010-08-01).</summary>
internal sealed class AlarmResources(QueryServiceClient cloudWatch) : IMonitoringService
{
    private const string TaggedArn = "ResourceARN";

    /// <summary>Members of an alarm that are text here and there, by our names. <see cref="MonitoringProperty.Threshold"/> is a number there.</summary>
    private static readonly (string Property, string Member)[] Members =
    [
        (MonitoringProperty.Description, "AlarmDescription"),
        (MonitoringProperty.Namespace, "Namespace"),
        (MonitoringProperty.Metric, "MetricName"),
        (MonitoringProperty.Statistic, "Statistic"),
        (MonitoringProperty.Period, "Period"),
        (MonitoringProperty.Periods, "EvaluationPeriods"),
        (MonitoringProperty.Comparison, "ComparisonOperator"),
        (MonitoringProperty.MissingData, "TreatMissingData"),
        (MonitoringProperty.IsEnabled, "ActionsEnabled"),
    ];

    private static readonly (string Property, string Member)[] ActionLists =
    [
        (MonitoringProperty.Actions, "AlarmActions"),
        (MonitoringProperty.OkActions, "OKActions"),
        (MonitoringProperty.UnknownActions, "InsufficientDataActions"),
    ];

    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        var found = new List<MonitoringResource>();
        var token = "";
        do
        {
            var page = await Call(
                "DescribeAlarms",
                new QueryParameters { { "AlarmNamePrefix", MonitoringSet.Prefix }, { "NextToken", token } },
                cancel
            );
            foreach (var alarm in page.Members("MetricAlarms"))
                found.Add(
                    Read(alarm) with
                    {
                        Tags = await QueryTags.Read((o, p) => Call(o, p, cancel), TaggedArn, alarm.Text("AlarmArn")),
                    }
                );
            token = page.Text("NextToken");
        } while (token.Length > 0);
        return found;
    }

    private static MonitoringResource Read(XElement alarm) =>
        new(MonitoringKind.Alarm, alarm.Text("AlarmName"))
        {
            Properties = WantedMonitoring.Properties([
                .. Members.Select(m => (m.Property, alarm.Text(m.Member))),
                .. ActionLists.Select(m =>
                    (m.Property, string.Join(", ", alarm.Members(m.Member).Select(a => a.Value)))
                ),
                (
                    MonitoringProperty.Dimensions,
                    string.Join(", ", alarm.Members("Dimensions").Select(d => $"{d.Text("Name")}={d.Text("Value")}"))
                ),
                (
                    MonitoringProperty.Threshold,
                    double.TryParse(
                        alarm.Text("Threshold"),
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out var threshold
                    )
                        ? threshold.ToString(CultureInfo.InvariantCulture)
                        : ""
                ),
            ]),
        };

    public async Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        var name = step.Resource.Name;
        if (step.After is not { } after)
        {
            await MonitoringClient.Find(
                "ResourceNotFound",
                () => Call("DeleteAlarms", new QueryParameters { { "AlarmNames.member.1", name } }, cancel)
            );
            return;
        }
        if (step.WritesProperties)
        {
            var parameters = new QueryParameters
            {
                { "AlarmName", name },
                { "Threshold", after.Properties[MonitoringProperty.Threshold] },
            };
            foreach (var (property, member) in Members)
                parameters.Add(member, after.Properties.GetValueOrDefault(property, ""));
            parameters.AddList("AlarmActions", [after.Properties[MonitoringProperty.Actions]]);
            if (
                after.Properties.GetValueOrDefault(MonitoringProperty.Dimensions)?.Split('=', 2)
                is [var dimension, var value]
            )
                parameters.AddPairs("Dimensions", [KeyValuePair.Create(dimension, value)], "Name");
            // Of an alarm that is there they are ignored.
            parameters.AddPairs("Tags", after.Tags);
            await Call("PutMetricAlarm", parameters, cancel);
        }
        if (step.Before is not null)
            await QueryTags.Add(
                (o, p) => Call(o, p, cancel),
                TaggedArn,
                $"arn:{place.Partition}:cloudwatch:{place.Region}:{place.Account}:alarm:{name}",
                step.NewTags
            );
    }

    private Task<XElement> Call(string operation, QueryParameters parameters, CancellationToken cancel) =>
        AwsCalls.Run($"cloudwatch:{operation}", () => cloudWatch.Call(operation, parameters, cancel), cancel);
}
