using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>
/// What is watched as Terraform, for the `aws` provider of the account and Region of the trail's log group; formatted as
/// `terraform fmt` does.
/// </summary>
public static class TerraformText
{
    private const string TopicArn = "aws_sns_topic.alarms.arn";

    private const string SourceAccount =
        "        Condition = { StringEquals = { \"aws:SourceAccount\" = data.aws_caller_identity.current.account_id } }\n";

    public static string Of(MonitoringSet set)
    {
        var text = new StringBuilder("data \"aws_caller_identity\" \"current\" {}\n");
        TopicOf(text, set.Input.Mail);
        TopicPolicyOf(text);
        foreach (var filter in set.Filters)
            FilterOf(text, set, filter);
        foreach (var alarm in set.Alarms)
            AlarmOf(text, set, alarm);
        RuleOf(text);
        Block(
            text,
            "aws_cloudwatch_dashboard",
            "ami_governance",
            [("dashboard_name", Quoted(MonitoringSet.Dashboard)), ("dashboard_body", Quoted(DashboardBody.Text(set)))]
        );
        return text.ToString();
    }

    private static void TopicOf(StringBuilder text, string? mail)
    {
        Block(text, "aws_sns_topic", "alarms", [("name", Quoted(MonitoringSet.Topic))]);
        if (mail is not null)
            Block(
                text,
                "aws_sns_topic_subscription",
                "mail",
                [("topic_arn", TopicArn), ("protocol", Quoted("email")), ("endpoint", Quoted(mail))]
            );
    }

    private static void FilterOf(StringBuilder text, MonitoringSet set, MetricFilter filter) =>
        Block(
            text,
            "aws_cloudwatch_log_metric_filter",
            Name(filter.Metric),
            [
                ("name", Quoted(filter.Name)),
                ("log_group_name", Quoted(set.Input.LogGroup)),
                ("pattern", Quoted(filter.Pattern)),
            ],
            (
                "metric_transformation",
                [
                    ("namespace", Quoted(MonitoringSet.Namespace)),
                    ("name", Quoted(filter.Metric)),
                    ("value", Quoted("1")),
                    ("default_value", Quoted("0")),
                ]
            )
        );

    private static void RuleOf(StringBuilder text)
    {
        Block(
            text,
            "aws_cloudwatch_event_rule",
            "guardrail_calls",
            [
                ("name", Quoted(MonitoringSet.Rule)),
                ("description", Quoted(EventPattern.Description)),
                ("event_pattern", Quoted(EventPattern.Text)),
            ]
        );
        Block(
            text,
            "aws_cloudwatch_event_target",
            "guardrail_calls",
            [
                ("rule", "aws_cloudwatch_event_rule.guardrail_calls.name"),
                ("target_id", Quoted("topic")),
                ("arn", TopicArn),
            ]
        );
    }

    private static void TopicPolicyOf(StringBuilder text)
    {
        text.Append("\nresource \"aws_sns_topic_policy\" \"alarms\" {\n  arn = ")
            .Append(TopicArn)
            .Append("\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [\n");
        foreach (var publisher in TopicPolicy.Publishers)
            text.Append("      {\n        Effect    = \"Allow\"\n")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"        Principal = {{ Service = {Quoted(publisher.Service)} }}\n"
                )
                .Append(
                    CultureInfo.InvariantCulture,
                    $"        Action    = \"sns:Publish\"\n        Resource  = {TopicArn}\n"
                )
                .Append(publisher.ForAccount ? SourceAccount : "")
                .Append("      },\n");
        text.Append("    ]\n  })\n}\n");
    }

    private static void AlarmOf(StringBuilder text, MonitoringSet set, MetricAlarm alarm)
    {
        var values = new List<(string, string)>
        {
            ("alarm_name", Quoted(alarm.Name)),
            ("alarm_description", Quoted(alarm.Description)),
            ("namespace", Quoted(alarm.Namespace)),
            ("metric_name", Quoted(alarm.Metric)),
        };
        if (alarm.BelowOne)
            values.Add(("dimensions", $"{{ LogGroupName = {Quoted(set.Input.LogGroup)} }}"));
        values.AddRange([
            ("statistic", Quoted("Sum")),
            ("period", alarm.Period.ToString(CultureInfo.InvariantCulture)),
            ("evaluation_periods", "1"),
            ("threshold", alarm.Threshold.ToString(CultureInfo.InvariantCulture)),
            ("comparison_operator", Quoted(alarm.Comparison)),
            ("treat_missing_data", Quoted(alarm.MissingData)),
            ("alarm_actions", $"[{TopicArn}]"),
        ]);
        Block(text, "aws_cloudwatch_metric_alarm", Name(alarm.Metric), values);
    }

    private static void Block(
        StringBuilder text,
        string type,
        string name,
        IReadOnlyList<(string Name, string Value)> values,
        (string Name, (string Name, string Value)[] Values)? inner = null
    ) => Hcl.Block(text, $"resource \"{type}\" \"{name}\"", values, inner);

    /// <summary>Words of small letters, as Terraform's names are.</summary>
    private static string Name(string metric) =>
        string.Concat(metric.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"))
            .TrimStart('_');

    private static string Quoted(string text) => Hcl.Quoted(text);
}
