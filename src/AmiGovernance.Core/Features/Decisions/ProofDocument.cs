using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What is proven of the policies, for all requests.</summary>
public sealed record ProofDocument : ProofPart
{
    private ProofDocument(ProofPart part)
        : base(part) { }

    /// <summary>Rises with any change that could break a reader.</summary>
    [JsonPropertyOrder(-2)]
    public string FormatVersion { get; } = ReportDocument.Version;

    /// <summary>The day (UTC).</summary>
    [JsonPropertyOrder(-1)]
    public required DateOnly AsOf { get; init; }

    /// <param name="organization">Null when the policies are proven without the accounts of an organization.</param>
    public static ProofDocument Of(
        IReadOnlyList<GuaranteeResult> results,
        OrganizationProofResult? organization,
        DateOnly day
    ) => new(Of(results, organization)) { AsOf = day };
}

/// <param name="Guarantees">Each with its outcome; docs/reference/guarantees.md describes them.</param>
/// <param name="AccountGroups">Accounts with the same policies; left out without an organization.</param>
/// <param name="Assumptions">What the proof rests on, a sentence each.</param>
public record ProofPart(
    ImmutableArray<GuaranteePart> Guarantees,
    ImmutableArray<AccountGroupPart>? AccountGroups,
    ImmutableArray<string> Assumptions
)
{
    /// <param name="organization">Null when the policies are proven without the accounts of an organization.</param>
    public static ProofPart Of(IReadOnlyList<GuaranteeResult> results, OrganizationProofResult? organization) =>
        new(
            [.. results.Select(GuaranteePart.Of)],
            organization is null ? null : [.. organization.Groups.Select(AccountGroupPart.Of)],
            organization is null ? Prover.Assumptions : organization.Assumptions
        );
}

/// <param name="Number">From 1.</param>
/// <param name="Title">What is guaranteed.</param>
/// <param name="Outcome">Not proven: something stands in the way of a proof. Not applicable: it speaks of another mode.</param>
/// <param name="Classes">How many classes of requests were looked at.</param>
/// <param name="Split">How many values of what they were split along.</param>
/// <param name="Reason">Why it is refuted, not proven or not applicable.</param>
/// <param name="Counterexample">A command that shows the request which breaks it.</param>
/// <param name="NotCovered">What neither layer covers.</param>
public sealed record GuaranteePart(
    int Number,
    string Title,
    [OneOf<ProofOutcome>] string Outcome,
    int Classes,
    SplitPart Split,
    string? Reason,
    string? Counterexample,
    ImmutableArray<string> NotCovered
)
{
    internal static GuaranteePart Of(GuaranteeResult result) =>
        new(
            result.Number,
            result.Title,
            result.Outcome.Name(),
            result.Classes,
            SplitPart.Of(result.Partitioned),
            result.Reason,
            result.Counterexample.IsEmpty ? null : ShellText.Of($"amigov explain {result.Counterexample}"),
            result.Gaps
        );
}

/// <param name="Places">Partition, Region and image.</param>
/// <param name="Images">Kinds of images.</param>
/// <param name="Callers">Kinds of callers.</param>
/// <param name="Times">Times between the dates of the policies.</param>
/// <param name="Values">Of other condition keys.</param>
public sealed record SplitPart(int Places, int Images, int Callers, int Times, int Values)
{
    internal static SplitPart Of(Partitioned split) =>
        new(split.Places, split.Images, split.Callers, split.Times, split.Values);
}

/// <param name="Covered">Both policies reach them.</param>
/// <param name="Accounts">Their ids.</param>
/// <param name="Problems">Why they are not covered, or what is not proven of them.</param>
/// <param name="Notes">What else is known of them.</param>
public sealed record AccountGroupPart(
    bool Covered,
    ImmutableArray<string> Accounts,
    ImmutableArray<string> Problems,
    ImmutableArray<string> Notes
)
{
    internal static AccountGroupPart Of(AccountGroup group) =>
        new(group.Covered, [.. group.Accounts.Select(a => a.Value)], group.Problems, group.Remarks);
}
