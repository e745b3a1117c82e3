using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What a deployment is for.</summary>
public enum DeploymentPurpose
{
    /// <summary>To bring what the configuration says, promotions included; the record gives it no word.</summary>
    Update,

    /// <summary>To go back to what was before another deployment.</summary>
    Rollback,

    /// <summary>Exceptions end on the day that was approved with them: nothing else changes.</summary>
    ScheduledEnd,

    /// <summary>To put back what was deployed, after somebody else changed it.</summary>
    Repair,

    /// <summary>Another system deployed it; it was found on AWS.</summary>
    Carried,
}

public static class DeploymentPurposes
{
    /// <summary>As the record spells them.</summary>
    private static readonly EnumNames<DeploymentPurpose> Names = new(
        (DeploymentPurpose.Update, "update"),
        (DeploymentPurpose.Rollback, "rollback"),
        (DeploymentPurpose.ScheduledEnd, "scheduled_end"),
        (DeploymentPurpose.Repair, "repair"),
        (DeploymentPurpose.Carried, "carried")
    );

    public static string Name(this DeploymentPurpose purpose) => Names.Of(purpose);

    internal static DeploymentPurpose? Find(string name) => Names.Find(name);
}
