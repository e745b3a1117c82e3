using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>Fleets and Spot requests as launchers; those that will never launch again are left out.</summary>
internal static class Fleets
{
    private static readonly FleetStateCode[] LiveFleets =
    [
        FleetStateCode.Active,
        FleetStateCode.Modifying,
        FleetStateCode.Submitted,
    ];

    private static readonly BatchState[] LiveSpotFleets =
    [
        BatchState.Active,
        BatchState.Modifying,
        BatchState.Submitted,
    ];

    /// <summary>
    /// Only a fleet of type `maintain` replaces instances by itself; one of type `request` can be given a larger capacity (EC2 user guide,
    /// "EC2 Fleet request types").
    /// </summary>
    public static IEnumerable<Launcher> Of(IEnumerable<FleetData> fleets) =>
        fleets
            .Where(f => f.Type != FleetType.Instant && LiveFleets.Contains(f.FleetState))
            .Select(f => new Launcher(UseKind.Ec2Fleet, f.FleetId)
            {
                Urgency = f.Type == FleetType.Maintain ? Urgency.NextLaunch : Urgency.Idle,
                Instances = f.TargetCapacitySpecification?.TotalTargetCapacity ?? 0,
                Templates = Templates((f.LaunchTemplateConfigs ?? []).Select(c => c.LaunchTemplateSpecification)),
                Images = Images(
                    (f.LaunchTemplateConfigs ?? []).SelectMany(c => c.Overrides ?? []).Select(o => o.ImageId)
                ),
            });

    /// <summary>Without a type it is `maintain` (EC2 API reference, SpotFleetRequestConfigData).</summary>
    public static IEnumerable<Launcher> Of(IEnumerable<SpotFleetRequestConfig> fleets) =>
        fleets
            .Where(f => f.ConfigData is not null && LiveSpotFleets.Contains(f.SpotFleetRequestState))
            .Select(f => new Launcher(UseKind.SpotFleet, f.SpotFleetRequestId)
            {
                Urgency = f.ConfigData.Type == FleetType.Request ? Urgency.Idle : Urgency.NextLaunch,
                Instances = f.ConfigData.TargetCapacity ?? 0,
                Templates = Templates(
                    (f.ConfigData.LaunchTemplateConfigs ?? []).Select(c => c.LaunchTemplateSpecification)
                ),
                Images = Images((f.ConfigData.LaunchSpecifications ?? []).Select(s => s.ImageId)),
            });

    /// <summary>
    /// An open request waits for capacity; a persistent one launches again after each interruption (EC2 user guide, "Spot Instance request
    /// states").
    /// </summary>
    public static IEnumerable<Launcher> Of(IEnumerable<SpotInstanceRequest> requests) =>
        requests
            .Where(r =>
                r.State == SpotInstanceState.Open
                || r.State == SpotInstanceState.Active && r.Type == SpotInstanceType.Persistent
            )
            .Where(r => !string.IsNullOrEmpty(r.LaunchSpecification?.ImageId))
            .Select(r => new Launcher(UseKind.SpotRequest, r.SpotInstanceRequestId)
            {
                Urgency = Urgency.NextLaunch,
                Instances = 1,
                Images = [r.LaunchSpecification.ImageId],
            });

    private static ImmutableArray<string> Images(IEnumerable<string?> images) =>
        [.. images.OfType<string>().Where(i => i.Length > 0).Distinct()];

    private static ImmutableArray<TemplateReference> Templates(
        IEnumerable<FleetLaunchTemplateSpecification?> templates
    ) => [.. templates.OfType<FleetLaunchTemplateSpecification>().Select(Reference).Distinct()];

    private static TemplateReference Reference(FleetLaunchTemplateSpecification template) =>
        TemplateReference.Of(template.LaunchTemplateId, template.LaunchTemplateName, template.Version);
}
