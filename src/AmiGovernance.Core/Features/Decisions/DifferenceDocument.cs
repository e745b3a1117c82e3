using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What changes in meaning between two sets of policies.</summary>
public sealed record DifferenceDocument : DifferencePart
{
    private DifferenceDocument(DifferencePart part)
        : base(part) { }

    /// <summary>Rises with any change that could break a reader.</summary>
    [JsonPropertyOrder(-1)]
    public string FormatVersion { get; } = ReportDocument.Version;

    public static new DifferenceDocument Of(MeaningDifference difference) => new(DifferencePart.Of(difference));
}

/// <param name="SameMeaning">No request is decided otherwise.</param>
/// <param name="DeclarativePolicy">What is different, a line each.</param>
/// <param name="ServiceControlPolicy">Requests that are decided otherwise.</param>
/// <param name="NotCompared">Statements of which that is not known.</param>
public record DifferencePart(
    bool SameMeaning,
    ImmutableArray<string> DeclarativePolicy,
    ImmutableArray<ChangedRequestsPart> ServiceControlPolicy,
    ImmutableArray<string> NotCompared
)
{
    /// <summary>Of policies that stay as they are.</summary>
    public static readonly DifferencePart None = new(true, [], [], []);

    public static DifferencePart Of(MeaningDifference difference) =>
        new(
            difference.IsEmpty,
            difference.Declarative,
            [.. difference.Scp.Changes.Select(ChangedRequestsPart.Of)],
            difference.Scp.NotCompared
        );
}

/// <param name="Before">How they were decided.</param>
/// <param name="After">How they are decided now.</param>
/// <param name="Actions">With the same change for each.</param>
/// <param name="ResourceKinds">Of which the calls name one; empty where that does not matter.</param>
/// <param name="ImageOwners">As `ec2:Owner` spells them; empty when the image does not matter.</param>
/// <param name="OwnersThatNoPolicyNames">Whether all others are among them.</param>
/// <param name="Callers">Who calls, in words.</param>
/// <param name="When">In words; empty for always.</param>
/// <param name="StatementBefore">The Sid of the one that denied; null when it has none.</param>
/// <param name="StatementAfter">The Sid of the one that denies now; null when it has none.</param>
/// <param name="Example">A command that explains one of the requests; empty where `explain` takes none of them.</param>
public sealed record ChangedRequestsPart(
    [OneOf(ChangedRequestsPart.Allowed, ChangedRequestsPart.Denied)] string Before,
    [OneOf(ChangedRequestsPart.Allowed, ChangedRequestsPart.Denied)] string After,
    ImmutableArray<string> Actions,
    ImmutableArray<string> ResourceKinds,
    ImmutableArray<string> ImageOwners,
    bool OwnersThatNoPolicyNames,
    string Callers,
    string When,
    StatementName? StatementBefore,
    StatementName? StatementAfter,
    string Example
)
{
    private const string Allowed = "allowed";
    private const string Denied = "explicitDeny";

    internal static ChangedRequestsPart Of(ChangedRequests change) =>
        new(
            change.Before is null ? Allowed : Denied,
            change.After is null ? Allowed : Denied,
            change.Actions,
            change.Kinds,
            change.Images,
            change.OtherOwners,
            change.Callers,
            change.When,
            StatementName.Of(change.Before),
            StatementName.Of(change.After),
            change.Example.IsEmpty ? ShellText.Empty : ShellText.Of($"amigov explain {change.Example}")
        );
}
