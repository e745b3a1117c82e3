namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>A guarantee as questions to Z3.</summary>
/// <param name="Questions">Is there a request that breaks it? One question for each call; none where the guarantee does not apply.</param>
internal sealed record SmtClaim(int Number, string[] Questions)
{
    /// <summary>Broken by what needs no request: a lock that is missing.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Of guarantee 11: each of them must have a request.</summary>
    public bool NeedsAll { get; init; }

    /// <summary>
    /// Of guarantee 11, where not all calls are known: a request must be among those that are known; there is none for certain where not
    /// even the other question has one.
    /// </summary>
    public (string Known, string AtAll)[] Some { get; init; } = [];

    public bool IsApplicable { get; init; } = true;

    public static SmtClaim NotApplicable(int number) => new(number, []) { IsApplicable = false };
}
