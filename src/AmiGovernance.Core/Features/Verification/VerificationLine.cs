using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>One thing that was verified in one place.</summary>
/// <param name="Region">Null for what holds in all Regions.</param>
public sealed record VerificationLine(
    ChecklistItem Item,
    EvidenceKind Evidence,
    AccountId Account,
    RegionName? Region,
    string What
)
{
    public required string Expected { get; init; }

    public string Actual { get; init; } = "";

    public LineResult Result { get; init; }

    /// <summary>The image or instance that was used; empty when there was none.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Where the image comes from; empty when that says nothing.</summary>
    public string SubjectSource { get; init; } = "";

    /// <summary>AWS's answer, where the line rests on one.</summary>
    public CallAnswer? Answer { get; init; }

    /// <summary>CloudTrail's record of the call; empty when it was not looked for or not found.</summary>
    public string EventId { get; init; } = "";

    /// <summary>Why it could not be checked, or what the answer does not show; empty when there is nothing to add.</summary>
    public string Note { get; init; } = "";

    internal VerificationLine Judged(LineResult result, string actual, string note = "") =>
        this with
        {
            Result = result,
            Actual = actual,
            Note = note,
        };

    /// <param name="note">Why nothing could be found out.</param>
    internal VerificationLine Unchecked(string note) => Judged(LineResult.NotChecked, "not checked", note);
}
