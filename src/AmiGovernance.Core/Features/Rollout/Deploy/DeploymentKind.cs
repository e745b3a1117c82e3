using System.Diagnostics;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// Why policies are changed. Each kind has its own conditions, whether its plan is made now or was reviewed before:
/// <list type="bullet">
/// <item>an update must be proven, must not enforce, and makes weaker only what a reviewed entry wants or somebody answers for;</item>
/// <item>a promotion must be proven and pass its gates;</item>
/// <item>
/// a rollback must be neither, and must not enforce: that is a promotion. What it restores was deployed before, under these conditions;
/// a proof rests on the configuration, which may not be readable in an emergency, and the world has changed since, so that it could only
/// refuse the way out of a state that is worse;
/// </item>
/// <item>
/// the scheduled end of an exception was decided when the exception was approved, and a repair puts back what was deployed under these
/// conditions. Neither makes anything weaker, nobody being there to answer for it, and only a repair may enforce again, where it was
/// enforced.
/// </item>
/// </list>
/// </summary>
public enum DeploymentKind
{
    /// <summary>`apply`: the organization follows the configuration.</summary>
    Update,

    /// <summary>`promote`: from audit mode to enforcement.</summary>
    Promotion,

    /// <summary>`rollback`: to what stood there before, or to nothing.</summary>
    Rollback,

    /// <summary>`rollback --to audit_mode`: nothing may hold it up, a broken record included.</summary>
    EmergencyRollback,

    /// <summary>`watch`: exceptions end on the day that was approved with them.</summary>
    ScheduledEnd,

    /// <summary>`watch --repair`: what somebody else changed is as it was deployed again.</summary>
    Repair,
}

internal static class DeploymentKinds
{
    /// <summary>What somebody types for it.</summary>
    public static string Command(this DeploymentKind kind) =>
        kind switch
        {
            DeploymentKind.Update => "amigov apply",
            DeploymentKind.Promotion => "amigov promote",
            DeploymentKind.Rollback => "amigov rollback",
            DeploymentKind.EmergencyRollback => "amigov rollback --to audit_mode",
            DeploymentKind.ScheduledEnd => "amigov watch",
            DeploymentKind.Repair => "amigov watch --repair",
            _ => throw new UnreachableException(),
        };

    /// <summary>The same without its options, for the record.</summary>
    public static string Verb(this DeploymentKind kind) => kind.Command().Split(' ')[1];

    public static DeploymentPurpose Purpose(this DeploymentKind kind) =>
        kind switch
        {
            DeploymentKind.Rollback or DeploymentKind.EmergencyRollback => DeploymentPurpose.Rollback,
            DeploymentKind.ScheduledEnd => DeploymentPurpose.ScheduledEnd,
            DeploymentKind.Repair => DeploymentPurpose.Repair,
            _ => DeploymentPurpose.Update,
        };
}
