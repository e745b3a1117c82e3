using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>Fleets and Spot requests as launchers; those that will never launch again are left out.</summary>
internal static class Fleets
{
    /// <summary>Only a fleet of type `maintain` replaces instances by itself; one of type `request` can be given a larger capacity (EC2 user guide, "EC2 Fleet request types").</summary>
    public static IEnumerable<Launcher> Of(IEnumerable<FleetData> fleets) =>
        fleets
            .Where(f =>
                f.Type != FleetType.Instant
                && (
                    f.FleetState == FleetStateCode.Active
                    || f.FleetState == FleetStateCode.Modifying
                    || f.FleetState == FleetStateCode.Submitted
                )
            )
            .Select(f => new Launcher(UseKind.Ec2Fleet, f.FleetId)
            {
                Urgency = f.Type == FleetType.Maintain ? Urgency.NextLaunch : Urgency.Idle,
                Instances = f.TargetCapacitySpecification?.TotalTargetCapacity ?? 0,
                Templates =
                [
                    .. (f.LaunchTemplateConfigs ?? [])
                        .Select(c => Reference(c.LaunchTemplateSpecification))
                        .OfType<TemplateReference>()
                        .Distinct(),
                ],
                Images =
                [
                    .. (f.LaunchTemplateConfigs ?? [])
                        .SelectMany(c => c.Overrides ?? [])
                        .Select(o => o.ImageId)
                        .Where(i => !string.IsNullOrEmpty(i))
                        .Distinct(),
                ],
            });

    public static IEnumerable<Launcher> Of(IEnumerable<SpotFleetRequestConfig> fleets) =>
        fleets
            .Where(f =>
                f.ConfigData is not null
                && (
                    f.SpotFleetRequestState == BatchState.Active
                    || f.SpotFleetRequestState == BatchState.Modifying
                    || f.SpotFleetRequestState == BatchState.Submitted
                )
            )
            .Select(f => new Launcher(UseKind.SpotFleet, f.SpotFleetRequestId)
            {
                // Without a type it is `maintain` (EC2 API reference, SpotFleetRequestConfigData).
                Urgency = f.ConfigData.Type == FleetType.Request ? Urgency.Idle : Urgency.NextLaunch,
                Instances = f.ConfigData.TargetCapacity ?? 0,
                Templates =
                [
                    .. (f.ConfigData.LaunchTemplateConfigs ?? [])
                        .Select(c => Reference(c.LaunchTemplateSpecification))
                        .OfType<TemplateReference>()
                        .Distinct(),
                ],
                Images =
                [
                    .. (f.ConfigData.LaunchSpecifications ?? [])
                        .Select(s => s.ImageId)
                        .Where(i => !string.IsNullOrEmpty(i))
                        .Distinct(),
                ],
            });

    /// <summary>An open request waits for capacity; a persistent one launches again after each interruption (EC2 user guide, "Spot Instance request states").</summary>
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

    private static TemplateReference? Reference(FleetLaunchTemplateSpecification? template) =>
        template is null
            ? null
            : new TemplateReference(
                template.LaunchTemplateId ?? template.LaunchTemplateName ?? "",
                template.Version ?? "$Default"
            );
}
