using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Trail;
using static AmiGovernance.Core.Features.Monitoring.FilterPattern;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>The metric filters, one for each number that the panels and alarms show.</summary>
internal static class MonitoringFilters
{
    private static readonly string Launches = Calls(CallKind.Launch);
    private static readonly string Creation = Calls(CallKind.Creation);
    private static readonly string Sharing = Calls(CallKind.Sharing);

    /// <param name="creators">Accounts that may make images.</param>
    public static ImmutableArray<MetricFilter> Of(ImmutableArray<AccountId> creators) =>
        [.. OfLaunches(), .. OfCreation(creators), .. OfSharing(), GuardrailsChanged()];

    private static IEnumerable<MetricFilter> OfLaunches() =>
        [
            Filter("LaunchesSucceeded", "Launches that succeeded", All(Launches, Succeeded)),
            Filter("LaunchesDenied", "Launches denied by a policy", All(Launches, Denied)),
            Filter(
                "LaunchesWithoutImage",
                "Launches of images that are not there, not shared, or hidden by Allowed AMIs",
                All(Launches, Outcome(CallOutcome.ImageUnavailable))
            ),
        ];

    private static IEnumerable<MetricFilter> OfCreation(ImmutableArray<AccountId> creators) =>
        [
            Filter("ImagesMade", "Images made, copied, registered or imported", All(Creation, Succeeded)),
            Filter(
                "ImagesMadeElsewhere",
                "Images made outside of the publishers' accounts",
                CreationOutsideOf(creators)
            ),
            Filter("CreationDenied", "Image creation denied by a policy", All(Creation, Denied)),
        ];

    /// <summary>Creators are left out when a pattern has no room for all of them: then images that they make count too.</summary>
    private static string CreationOutsideOf(ImmutableArray<AccountId> creators)
    {
        var elsewhere = creators.Select(account => IsNot("recipientAccountId", account.Value));
        var pattern = All([Creation, Succeeded, .. elsewhere]);
        return pattern.Length > Longest ? All(Creation, Succeeded) : pattern;
    }

    private static IEnumerable<MetricFilter> OfSharing() =>
        [
            Filter(
                "SharingChanged",
                "Attributes of images changed, or who may use images and snapshots",
                All(Sharing, Succeeded)
            ),
            Filter(
                "SharedPublicly",
                "Images made public",
                All(
                    Is("eventSource", WatchedCalls.Ec2),
                    Is("eventName", "ModifyImageAttribute"),
                    Is("requestParameters.launchPermission.add.items[*].group", "all"),
                    Succeeded
                )
            ),
            Filter(
                "SnapshotsSharedPublicly",
                "Snapshots made public",
                All(
                    Is("eventSource", WatchedCalls.Ec2),
                    Is("eventName", "ModifySnapshotAttribute"),
                    Is("requestParameters.createVolumePermission.add.items[*].group", "all"),
                    Succeeded
                )
            ),
            Filter(
                "SharingDenied",
                "Sharing of images and snapshots denied by a policy or by block public access",
                All(Sharing, Denied)
            ),
        ];

    private static MetricFilter GuardrailsChanged() =>
        Filter(
            "GuardrailsChanged",
            "Guardrails changed: policies, accounts moved, EC2's own settings",
            All(Calls(CallKind.Guardrail), Succeeded)
        );

    private static MetricFilter Filter(string metric, string title, string pattern) =>
        new($"{MonitoringSet.Prefix}{metric}", metric, title, pattern);
}
