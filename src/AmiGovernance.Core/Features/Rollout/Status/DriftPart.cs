using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Writers;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <param name="Between">Such as `dist/ and organization`.</param>
/// <param name="What">In one sentence.</param>
/// <param name="Help">The command that fixes it, or that says more.</param>
/// <param name="By">Who did it; left out where no single call makes such a change.</param>
public sealed record DriftPart(string Between, string What, string Help, DriftAuthorPart? By)
{
    internal static DriftPart Of(Drift drift) =>
        new(drift.Between, drift.What, drift.Help, DriftAuthorPart.Of(drift.By));
}

/// <summary>What others did to a policy of ours since the last deployment.</summary>
/// <param name="What">In one sentence.</param>
/// <param name="By">Who did it.</param>
public sealed record ChangedSincePart(string What, DriftAuthorPart? By)
{
    /// <summary>Null when there is none.</summary>
    public static ImmutableArray<ChangedSincePart>? Of(ChangesSince changes) =>
        changes.Found.Select(d => new ChangedSincePart(d.What, DriftAuthorPart.Of(d.By))).ToImmutableArray().IfAny();
}

/// <param name="Who">The caller, as CloudTrail names it; left out with all about the call when it was not found.</param>
/// <param name="At">When.</param>
/// <param name="Operation">Such as `DetachPolicy`.</param>
/// <param name="From">The address; empty when it is not recorded.</param>
/// <param name="UserAgent">Of the program; empty when it is not recorded.</param>
/// <param name="Unknown">Why nobody is named.</param>
/// <param name="Writer">The system that it was.</param>
/// <param name="Certain">Else it is perhaps another.</param>
public sealed record DriftAuthorPart(
    string? Who,
    Moment? At,
    string? Operation,
    string? From,
    string? UserAgent,
    string? Unknown,
    [OneOf<OtherWriter>] string? Writer,
    bool? Certain
)
{
    private static readonly DriftAuthorPart Nobody = new(null, null, null, null, null, null, null, null);

    /// <summary>Null for null.</summary>
    internal static DriftAuthorPart? Of(DriftAuthor? by)
    {
        if (by is null)
            return null;
        var author = by.Call is { } call ? Of(call) : Nobody with { Unknown = by.Unknown };
        return by.Writer is { } writer ? author with { Writer = writer.Id, Certain = by.IsCertain } : author;
    }

    private static DriftAuthorPart Of(PolicyCall call) =>
        Nobody with
        {
            Who = call.Caller.Name,
            At = call.At,
            Operation = call.Operation,
            From = call.Caller.Address,
            UserAgent = call.Caller.UserAgent,
        };
}
