using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Monitoring;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Counts the events of a log group that match a pattern, as a metric of <see cref="MonitoringSet.Namespace"/>.</summary>
public sealed record MetricFilter(string Name, string Metric, string Title, string Pattern);

/// <summary>Goes off when the sum of a metric in a period is at or beyond a threshold.</summary>
/// <param name="Period">In seconds.</param>
/// <param name="BelowOne">For the one metric that must not be silent: goes off below 1, and when nothing is known.</param>
public sealed record MetricAlarm(
    string Name,
    string Description,
    string Namespace,
    string Metric,
    int Period,
    int Threshold,
    bool BelowOne = false
)
{
    /// <summary>As CloudWatch calls it; so is <see cref="MissingData"/>.</summary>
    public string Comparison => BelowOne ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold";

    public string MissingData => BelowOne ? "breaching" : "notBreaching";
}

/// <summary>Everything that is watched: the runbook's three panels, and what a team on call needs beside them.</summary>
public sealed record MonitoringSet(
    MonitoringInput Input,
    ImmutableArray<MetricFilter> Filters,
    ImmutableArray<MetricAlarm> Alarms
)
{
    public const string Namespace = "AmiGovernance";
    public const string Dashboard = "ami-governance";
    public const string Topic = MonitoringPlace.TopicName;
    public const string Rule = "ami-governance-guardrail-calls";

    /// <summary>With which the names of metric filters and alarms begin.</summary>
    public const string Prefix = "ami-governance-";

    private const int Minutes5 = 300,
        Minutes15 = 900,
        Hour = 3600;

    /// <summary>Creators are left out when a pattern has no room for all of them: then images that they make count too.</summary>
    public static MonitoringSet Of(MonitoringInput input)
    {
        var elsewhere = input.Creators.Select(a => FilterPattern.IsNot("recipientAccountId", a)).ToArray();
        var made = FilterPattern.Calls(CallKind.Creation);
        var madeElsewhere = FilterPattern.All([made, FilterPattern.Succeeded, .. elsewhere]);
        return new MonitoringSet(
            input,
            [
                Filter(
                    "LaunchesSucceeded",
                    "Launches that succeeded",
                    FilterPattern.All(FilterPattern.Calls(CallKind.Launch), FilterPattern.Succeeded)
                ),
                Filter(
                    "LaunchesDenied",
                    "Launches denied by a policy",
                    FilterPattern.All(FilterPattern.Calls(CallKind.Launch), FilterPattern.Denied)
                ),
                Filter(
                    "LaunchesWithoutImage",
                    "Launches of images that are not there, not shared, or hidden by Allowed AMIs",
                    FilterPattern.All(
                        FilterPattern.Calls(CallKind.Launch),
                        FilterPattern.Outcome(CallOutcome.ImageUnavailable)
                    )
                ),
                Filter(
                    "ImagesMade",
                    "Images made, copied, registered or imported",
                    FilterPattern.All(made, FilterPattern.Succeeded)
                ),
                Filter(
                    "ImagesMadeElsewhere",
                    "Images made outside of the publishers' accounts",
                    madeElsewhere.Length > FilterPattern.Longest
                        ? FilterPattern.All(made, FilterPattern.Succeeded)
                        : madeElsewhere
                ),
                Filter(
                    "CreationDenied",
                    "Image creation denied by a policy",
                    FilterPattern.All(made, FilterPattern.Denied)
                ),
                Filter(
                    "SharingChanged",
                    "Launch permissions and attributes of images changed",
                    FilterPattern.All(FilterPattern.Calls(CallKind.Sharing), FilterPattern.Succeeded)
                ),
                Filter(
                    "SharedPublicly",
                    "Images made public",
                    FilterPattern.All(
                        FilterPattern.Is("eventSource", WatchedCalls.Ec2),
                        FilterPattern.Is("eventName", "ModifyImageAttribute"),
                        FilterPattern.Is("requestParameters.launchPermission.add.items[0].group", "all"),
                        FilterPattern.Succeeded
                    )
                ),
                Filter(
                    "SharingDenied",
                    "Sharing of images denied by a policy or by block public access",
                    FilterPattern.All(FilterPattern.Calls(CallKind.Sharing), FilterPattern.Denied)
                ),
                Filter(
                    "GuardrailsChanged",
                    "Guardrails changed: policies, accounts moved, EC2's own settings",
                    FilterPattern.All(FilterPattern.Calls(CallKind.Guardrail), FilterPattern.Succeeded)
                ),
            ],
            [
                Alarm(
                    "denied-launches",
                    "Many launches are denied: a workload is blocked, or somebody tries images",
                    "LaunchesDenied",
                    Minutes15,
                    input.DeniedLaunches
                ),
                Alarm(
                    "launches-without-image",
                    "Many launches name images that cannot be used: Allowed AMIs may hide them",
                    "LaunchesWithoutImage",
                    Minutes15,
                    input.DeniedLaunches
                ),
                Alarm(
                    "images-made-elsewhere",
                    "An image was made in an account that may not: the deny does not reach it",
                    "ImagesMadeElsewhere",
                    Minutes5,
                    1
                ),
                Alarm("shared-publicly", "An image was made public", "SharedPublicly", Minutes5, 1),
                Alarm(
                    "guardrails-changed",
                    "A guardrail was changed: planned, or not",
                    "GuardrailsChanged",
                    Minutes5,
                    1
                ),
                new MetricAlarm(
                    $"{Prefix}trail-silent",
                    "The trail delivers nothing to its log group: nothing here would go off",
                    "AWS/Logs",
                    "IncomingLogEvents",
                    Hour,
                    1,
                    BelowOne: true
                ),
            ]
        );
    }

    /// <summary>The calls after which somebody should look, as EventBridge takes it; those of the account and Region of the rule alone.</summary>
    public static ImmutableArray<string> RuleCalls =>
        [
            .. WatchedCalls
                .All.Where(c => c.Kind is CallKind.Guardrail or CallKind.Sharing)
                .Select(c => c.Name)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static MetricFilter Filter(string metric, string title, string pattern) =>
        new($"{Prefix}{metric}", metric, title, pattern);

    private static MetricAlarm Alarm(string name, string description, string metric, int period, int threshold) =>
        new($"{Prefix}{name}", description, Namespace, metric, period, threshold);
}
