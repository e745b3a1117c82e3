namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A promise of the policies; its page in docs/reference/guarantees.md says what it rests on.</summary>
/// <param name="Title">The promise in one sentence.</param>
public sealed record Guarantee(GuaranteeId Id, string Title)
{
    internal static readonly Guarantee OnlyListedImagesLaunch = new(
        GuaranteeId.OnlyListedImagesLaunch,
        "no member account launches an image of an owner outside its list"
    );

    internal static readonly Guarantee ListedImagesLaunch = new(
        GuaranteeId.ListedImagesLaunch,
        "every image on the list can be launched by the accounts that it is for"
    );

    internal static readonly Guarantee OnlyCreatorsCreate = new(
        GuaranteeId.OnlyCreatorsCreate,
        "only publishers and creating exceptions create, copy, register, import or restore images"
    );

    internal static readonly Guarantee CreatorsCreate = new(
        GuaranteeId.CreatorsCreate,
        "publishers create and share, and exempt roles and creating exceptions create"
    );

    internal static readonly Guarantee NothingBecomesPublic = new(
        GuaranteeId.NothingBecomesPublic,
        "no image becomes public"
    );

    internal static readonly Guarantee GuardrailsStayOn = new(
        GuaranteeId.GuardrailsStayOn,
        "nobody in a member account switches a guardrail off"
    );

    internal static readonly Guarantee ExceptionsEnd = new(
        GuaranteeId.ExceptionsEnd,
        "from its end date on, an exception gives nothing, with nobody deploying anything"
    );

    internal static readonly Guarantee UsableByIsKept = new(
        GuaranteeId.UsableByIsKept,
        "images of an exception with `usable_by` are launched by those accounts only"
    );

    internal static readonly Guarantee AuditDeniesNothing = new(
        GuaranteeId.AuditDeniesNothing,
        "in audit mode no launch is denied that was not denied before"
    );

    internal static readonly Guarantee LayersAgree = new(GuaranteeId.LayersAgree, "both layers allow the same owners");

    internal static readonly Guarantee StatementsFire = new(GuaranteeId.StatementsFire, "every statement can fire");

    internal static readonly Guarantee BreakGlassWorks = new(
        GuaranteeId.BreakGlassWorks,
        "break-glass principals can act, and nobody else is them"
    );

    internal static readonly Guarantee NoForeignCopies = new(
        GuaranteeId.NoForeignCopies,
        "nobody copies images of owners outside the list"
    );

    internal static readonly Guarantee NamedRolesRestore = new(
        GuaranteeId.NamedRolesRestore,
        "named roles launch the images that their own account owns"
    );

    internal static readonly Guarantee ContentsStay = new(
        GuaranteeId.ContentsStay,
        "only publishers share snapshots, and store or export images"
    );

    internal GuaranteeResult NotApplicable(string reason) =>
        new(this, ProofOutcome.NotApplicable, new Partitioned(0)) { Reason = reason };

    internal GuaranteeResult Proven(Partitioned partitioned) => new(this, ProofOutcome.Proven, partitioned);

    internal GuaranteeResult NotProven(Partitioned partitioned, string reason) =>
        new(this, ProofOutcome.NotProven, partitioned) { Reason = reason };

    internal GuaranteeResult Refuted(Partitioned partitioned, string reason) =>
        new(this, ProofOutcome.Refuted, partitioned) { Reason = reason };
}
