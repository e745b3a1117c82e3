using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>The calls that would make the organization's policies those of the repository, and what that means.</summary>
/// <param name="AsOf">The day (UTC).</param>
/// <param name="Organization">Its id.</param>
/// <param name="Caller">The ARN of whoever planned.</param>
/// <param name="ModeBefore">Left out when there is no policy.</param>
/// <param name="ModeAfter">Left out when there is no policy.</param>
/// <param name="Enforces">Launches are blocked afterwards that are not blocked now.</param>
/// <param name="Notes">What to know beside, a sentence each.</param>
/// <param name="Weaker">In which ways the policies let more through than before.</param>
/// <param name="ChangedSince">What others did to our policies since the last deployment.</param>
/// <param name="Steps">The calls, in their order.</param>
/// <param name="Meaning">What changes in meaning.</param>
/// <param name="OtherWriters">Other systems that come near what the plan changes.</param>
/// <param name="NotRead">What could not be looked at, and why.</param>
/// <param name="Proof">Of the policies as they are afterwards.</param>
/// <param name="IamActions">That the calls need.</param>
/// <param name="IamActionsMissing">Of these, the ones that the caller lacks; left out when that is not known.</param>
public sealed record PlanDocument(
    DateOnly AsOf,
    string Organization,
    string Caller,
    [OneOf<AllowedImagesState>] string? ModeBefore,
    [OneOf<AllowedImagesState>] string? ModeAfter,
    bool Enforces,
    ImmutableArray<string>? Notes,
    ImmutableArray<WeakeningPart> Weaker,
    ImmutableArray<ChangedSincePart>? ChangedSince,
    ImmutableArray<PlanStepPart> Steps,
    DifferencePart Meaning,
    ImmutableArray<WriterPart> OtherWriters,
    ImmutableArray<string> NotRead,
    ProofPart? Proof,
    ImmutableArray<string> IamActions,
    ImmutableArray<string>? IamActionsMissing
) : ReportDocument;

/// <param name="Kind">What gets weaker.</param>
/// <param name="What">In words.</param>
/// <param name="Accounts">Where; empty when it is not about single accounts.</param>
/// <param name="Entries">Of the configuration, that want it so; empty when none does.</param>
/// <param name="Reviewed">Whether each of them could be reviewed.</param>
public sealed record WeakeningPart(
    [OneOf<WeakeningKind>] string Kind,
    string What,
    ImmutableArray<string> Accounts,
    ImmutableArray<string> Entries,
    bool Reviewed
)
{
    public static WeakeningPart Of(Weakening weakening) =>
        new(
            weakening.Kind.Name(),
            weakening.Text,
            [.. weakening.Accounts.Select(a => a.Value)],
            [.. weakening.Entries.Select(e => e.Name)],
            weakening.IsReviewed
        );
}
