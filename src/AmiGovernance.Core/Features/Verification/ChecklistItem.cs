namespace AmiGovernance.Core.Features.Verification;

/// <summary>The runbook's checklist, in its order.</summary>
public enum ChecklistItem
{
    ApprovedLaunches,
    OtherLaunches,
    Creation,
    CopyAndImport,
    PublicSharing,
    Exceptions,
    CloudTrail,
}
