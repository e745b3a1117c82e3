using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>A system beside this one that writes policies of an organization.</summary>
public enum OtherWriter
{
    LandingZoneAccelerator,
    CustomizationsForControlTower,
    ControlTower,
    Terraform,
    StackSets,
    CloudFormation,
}

public static class OtherWriters
{
    private static readonly EnumNames<OtherWriter> Table = new(
        (OtherWriter.LandingZoneAccelerator, "landing_zone_accelerator"),
        (OtherWriter.CustomizationsForControlTower, "customizations_for_control_tower"),
        (OtherWriter.ControlTower, "control_tower"),
        (OtherWriter.Terraform, "terraform"),
        (OtherWriter.StackSets, "stack_sets"),
        (OtherWriter.CloudFormation, "cloudformation")
    );

    /// <summary>As reports name it.</summary>
    public static string Id(this OtherWriter writer) => Table.Of(writer);
}
