namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// The guarantees by their numbers in docs/reference/guarantees.md, which never change: a number of a report means the same next year.
/// </summary>
public enum GuaranteeId
{
    OnlyListedImagesLaunch = 1,
    ListedImagesLaunch = 2,
    OnlyCreatorsCreate = 3,
    CreatorsCreate = 4,
    NothingBecomesPublic = 5,
    GuardrailsStayOn = 6,
    ExceptionsEnd = 7,
    UsableByIsKept = 8,
    AuditDeniesNothing = 9,
    LayersAgree = 10,
    StatementsFire = 11,
    BreakGlassWorks = 12,
    NoForeignCopies = 13,
    NamedRolesRestore = 14,
    ContentsStay = 15,
}
