using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>The alarms: what somebody must look at, soon or at once.</summary>
internal static class MonitoringAlarms
{
    private const int Minutes5 = 300,
        Minutes15 = 900,
        Hour = 3600;

    /// <param name="deniedLaunches">As many in 15 minutes are an alarm.</param>
    public static ImmutableArray<MetricAlarm> Of(int deniedLaunches) =>
        [
            Alarm(
                "denied-launches",
                "Many launches are denied: a workload is blocked, or somebody tries images",
                "LaunchesDenied",
                Minutes15,
                deniedLaunches
            ),
            Alarm(
                "launches-without-image",
                "Many launches name images that cannot be used: Allowed AMIs may hide them",
                "LaunchesWithoutImage",
                Minutes15,
                deniedLaunches
            ),
            Alarm(
                "images-made-elsewhere",
                "An image was made in an account that publishes none: by a role that may, or past the deny",
                "ImagesMadeElsewhere",
                Minutes5,
                1
            ),
            Alarm("shared-publicly", "An image was made public", "SharedPublicly", Minutes5, 1),
            Alarm("snapshots-shared-publicly", "A snapshot was made public", "SnapshotsSharedPublicly", Minutes5, 1),
            Alarm("guardrails-changed", "A guardrail was changed: planned, or not", "GuardrailsChanged", Minutes5, 1),
            TrailSilent(),
        ];

    private static MetricAlarm TrailSilent() =>
        new(
            $"{MonitoringSet.Prefix}trail-silent",
            "The trail delivers nothing to its log group: nothing here would go off",
            "AWS/Logs",
            "IncomingLogEvents",
            Hour,
            1,
            BelowOne: true
        );

    private static MetricAlarm Alarm(string name, string description, string metric, int period, int threshold) =>
        new($"{MonitoringSet.Prefix}{name}", description, MonitoringSet.Namespace, metric, period, threshold);
}
