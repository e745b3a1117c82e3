namespace AmiGovernance.Core.Features.Verification;

/// <summary>What a line rests on. Each shows something else, and each leaves something open.</summary>
public enum EvidenceKind
{
    DryRun,
    Launch,
    ImageMark,
    Settings,
    EffectivePolicy,
    PolicyText,
    CloudTrail,
}
