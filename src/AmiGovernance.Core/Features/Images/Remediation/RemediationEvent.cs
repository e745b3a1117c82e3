using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>What an entry of the remediation log tells.</summary>
public enum RemediationEvent
{
    /// <summary>A call is about to be made; what was before is kept for the rollback.</summary>
    Changing,

    /// <summary>The launch permissions were read back and are as they should be.</summary>
    Done,

    /// <summary>The call was refused, and changed nothing.</summary>
    Failed,

    /// <summary>The call was made, or may have been, and the launch permissions do not show what it was to make of them.</summary>
    Unknown,

    /// <summary>What a run had done was taken back.</summary>
    Undone,
}

/// <summary>What events are called in the log.</summary>
internal static class RemediationEvents
{
    public static readonly EnumNames<RemediationEvent> Names = new(
        (RemediationEvent.Changing, "changing"),
        (RemediationEvent.Done, "done"),
        (RemediationEvent.Failed, "failed"),
        (RemediationEvent.Unknown, "unknown"),
        (RemediationEvent.Undone, "undone")
    );
}
