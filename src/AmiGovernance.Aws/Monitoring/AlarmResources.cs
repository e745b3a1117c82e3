using System.Globalization;
using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Alarms on metrics (CloudWatch API reference, 2010-08-01).</summary>
internal sealed class AlarmResources(QueryCalls cloudWatch) : IMonitoringService
{
    private const string Missing = "ResourceNotFound";

    /// <summary>
    /// Members of an alarm that are text here and there, by our names. <see cref="MonitoringProperty.Threshold"/> is a number there.
    /// </summary>
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
            var parameters = new QueryParameters
            {
                { "AlarmNamePrefix", MonitoringSet.Prefix },
                { "NextToken", token },
            };
            var page = await cloudWatch.Call("DescribeAlarms", parameters, cancel);
            foreach (var alarm in page.Members("MetricAlarms").Select(Read))
                found.Add(alarm with { Tags = await cloudWatch.ReadTags(ArnOf(alarm, place), cancel) });
            token = page.Text("NextToken");
        } while (token.Length > 0);
        return found;
    }

    private static Arn ArnOf(MonitoringResource alarm, MonitoringPlace place) =>
        place.Regional("cloudwatch", $"alarm:{alarm.Name}");

    private static MonitoringResource Read(XElement alarm) =>
        new(MonitoringKind.Alarm, alarm.Text("AlarmName"))
        {
            Properties = MonitoringProperty.Set([
                .. Members.Select(m => (m.Property, alarm.Text(m.Member))),
                .. ActionLists.Select(m => (m.Property, Joined(alarm.Members(m.Member).Select(a => a.Value)))),
                (
                    MonitoringProperty.Dimensions,
                    Joined(alarm.Members("Dimensions").Select(d => $"{d.Text("Name")}={d.Text("Value")}"))
                ),
                (MonitoringProperty.Threshold, Number(alarm.Text("Threshold"))),
            ]),
        };

    private static string Joined(IEnumerable<string> values) => string.Join(", ", values);

    /// <summary>`10.0` and `10` are the same threshold.</summary>
    private static string Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : "";

    public async Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        if (step.After is not { } after)
        {
            var named = new QueryParameters { { "AlarmNames.member.1", step.Resource.Name } };
            await cloudWatch.CallOrNull(Missing, "DeleteAlarms", named, cancel);
            return;
        }
        if (step.WritesProperties)
            await cloudWatch.Call("PutMetricAlarm", Parameters(after), cancel);
        if (step.Before is not null)
            await cloudWatch.AddTags(ArnOf(after, place), step.NewTags, cancel);
    }

    private static QueryParameters Parameters(MonitoringResource alarm)
    {
        var parameters = new QueryParameters
        {
            { "AlarmName", alarm.Name },
            { "Threshold", alarm.Property(MonitoringProperty.Threshold) },
        };
        foreach (var (property, member) in Members)
            parameters.Add(member, alarm.Property(property));
        parameters.AddList("AlarmActions", [alarm.Property(MonitoringProperty.Actions)]);
        if (alarm.Property(MonitoringProperty.Dimensions).Split('=', 2) is [var dimension, var value])
            parameters.AddPairs("Dimensions", [KeyValuePair.Create(dimension, value)], "Name");

        // Of an alarm that is there they are ignored.
        parameters.AddPairs("Tags", alarm.Tags);
        return parameters;
    }
}
