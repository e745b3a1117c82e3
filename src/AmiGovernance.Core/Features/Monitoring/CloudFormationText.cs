using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What is watched as a CloudFormation template, for the account and Region of the trail's log group.</summary>
public static class CloudFormationText
{
    public static string Of(MonitoringSet set) => JsonText.ToText(JsonText.WriteFile(writer => Write(writer, set)));

    private static void Write(Utf8JsonWriter writer, MonitoringSet set)
    {
        writer.WriteStartObject();
        writer.WriteString("AWSTemplateFormatVersion", "2010-09-09");
        writer.WriteString(
            "Description",
            "AMI governance: dashboard, metric filters, alarms, and events of the calls that matter"
        );
        writer.WriteStartObject("Resources");
        Topic(writer, set);
        foreach (var filter in set.Filters)
            Filter(writer, set, filter);
        foreach (var alarm in set.Alarms)
            Alarm(writer, set, alarm);
        Rule(writer);
        Resource(
            writer,
            "Dashboard",
            "AWS::CloudWatch::Dashboard",
            w =>
            {
                w.WriteString("DashboardName", MonitoringSet.Dashboard);
                w.WriteString("DashboardBody", DashboardBody.Text(set));
            }
        );
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Topic(Utf8JsonWriter writer, MonitoringSet set)
    {
        Resource(
            writer,
            "Topic",
            "AWS::SNS::Topic",
            w =>
            {
                w.WriteString("TopicName", MonitoringSet.Topic);
                if (set.Input.Mail is not { } mail)
                    return;
                w.WriteStartArray("Subscription");
                w.WriteStartObject();
                w.WriteString("Protocol", "email");
                w.WriteString("Endpoint", mail);
                w.WriteEndObject();
                w.WriteEndArray();
            }
        );
        Resource(
            writer,
            "TopicPolicy",
            "AWS::SNS::TopicPolicy",
            w =>
            {
                w.WriteStartArray("Topics");
                Reference(w, "Topic");
                w.WriteEndArray();
                w.WritePropertyName("PolicyDocument");
                TopicPolicy.Write(w, t => Reference(t, "Topic"), a => Reference(a, "AWS::AccountId"));
            }
        );
    }

    private static void Filter(Utf8JsonWriter writer, MonitoringSet set, MetricFilter filter) =>
        Resource(
            writer,
            $"Filter{filter.Metric}",
            "AWS::Logs::MetricFilter",
            w =>
            {
                w.WriteString("FilterName", filter.Name);
                w.WriteString("LogGroupName", set.Input.LogGroup);
                w.WriteString("FilterPattern", filter.Pattern);
                w.WriteStartArray("MetricTransformations");
                w.WriteStartObject();
                w.WriteString("MetricNamespace", MonitoringSet.Namespace);
                w.WriteString("MetricName", filter.Metric);
                w.WriteString("MetricValue", "1");
                w.WriteNumber("DefaultValue", 0);
                w.WriteEndObject();
                w.WriteEndArray();
            }
        );

    private static void Alarm(Utf8JsonWriter writer, MonitoringSet set, MetricAlarm alarm) =>
        Resource(
            writer,
            $"Alarm{alarm.Metric}",
            "AWS::CloudWatch::Alarm",
            w =>
            {
                w.WriteString("AlarmName", alarm.Name);
                w.WriteString("AlarmDescription", alarm.Description);
                w.WriteString("Namespace", alarm.Namespace);
                w.WriteString("MetricName", alarm.Metric);
                if (alarm.BelowOne)
                {
                    w.WriteStartArray("Dimensions");
                    w.WriteStartObject();
                    w.WriteString("Name", "LogGroupName");
                    w.WriteString("Value", set.Input.LogGroup);
                    w.WriteEndObject();
                    w.WriteEndArray();
                }
                w.WriteString("Statistic", "Sum");
                w.WriteNumber("Period", alarm.Period);
                w.WriteNumber("EvaluationPeriods", 1);
                w.WriteNumber("Threshold", alarm.Threshold);
                w.WriteString("ComparisonOperator", alarm.Comparison);
                w.WriteString("TreatMissingData", alarm.MissingData);
                w.WriteStartArray("AlarmActions");
                Reference(w, "Topic");
                w.WriteEndArray();
            }
        );

    private static void Rule(Utf8JsonWriter writer) =>
        Resource(
            writer,
            "Rule",
            "AWS::Events::Rule",
            w =>
            {
                w.WriteString("Name", MonitoringSet.Rule);
                w.WriteString("Description", EventPattern.Description);
                w.WritePropertyName("EventPattern");
                EventPattern.Write(w);
                w.WriteStartArray("Targets");
                w.WriteStartObject();
                w.WriteString("Id", "topic");
                w.WritePropertyName("Arn");
                Reference(w, "Topic");
                w.WriteEndObject();
                w.WriteEndArray();
            }
        );

    private static void Resource(Utf8JsonWriter writer, string name, string type, Action<Utf8JsonWriter> properties)
    {
        writer.WriteStartObject(name);
        writer.WriteString("Type", type);
        writer.WriteStartObject("Properties");
        properties(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("Ref", name);
        writer.WriteEndObject();
    }
}
