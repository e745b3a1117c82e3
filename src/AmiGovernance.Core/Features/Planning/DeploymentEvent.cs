using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What an entry of the deployment record tells.</summary>
public enum DeploymentEvent
{
    /// <summary>A plan begins: who, why, which mode.</summary>
    Started,

    /// <summary>One call was done; the policy's id and previous content are kept for rollback.</summary>
    Done,

    /// <summary>The organization is as the plan wants it.</summary>
    Finished,

    /// <summary>A gate of the promotion was passed over, with a reason.</summary>
    Overridden,

    Failed,

    /// <summary>A gate of the promotion was passed, with its evidence.</summary>
    Passed,

    /// <summary>Two ends of the record are joined; nothing was deployed.</summary>
    Merged,

    /// <summary>A call was refused that the deployment does not need; see <see cref="TrustedAccess"/>.</summary>
    Skipped,
}

public static class DeploymentEvents
{
    /// <summary>As the record spells them.</summary>
    internal static readonly EnumNames<DeploymentEvent> Names = new(
        (DeploymentEvent.Started, "started"),
        (DeploymentEvent.Done, "done"),
        (DeploymentEvent.Finished, "finished"),
        (DeploymentEvent.Overridden, "overridden"),
        (DeploymentEvent.Failed, "failed"),
        (DeploymentEvent.Passed, "passed"),
        (DeploymentEvent.Merged, "merged"),
        (DeploymentEvent.Skipped, "skipped")
    );

    public static string Name(this DeploymentEvent what) => Names.Of(what);
}
