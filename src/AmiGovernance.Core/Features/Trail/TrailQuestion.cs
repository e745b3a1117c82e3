using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>What is asked of a trail.</summary>
/// <param name="Boundaries">Moments at which the answer may change, sorted.</param>
/// <param name="ExceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
public sealed record TrailQuestion(
    TrailFilter Filter,
    ImmutableArray<DateTimeOffset> Boundaries,
    string? ExceptionMessage
)
{
    /// <summary>Raised when the same files would give other answers than before.</summary>
    private const int Version = 4;

    /// <summary>Whose states are still read: the versions since differ in few events, and the files of a year may be gone.</summary>
    private const int EarliestRead = 3;

    public static readonly TrailQuestion Everything = new(TrailFilter.Everything, [], null);

    /// <summary>Those for which a row's days do not tell on which side a call was.</summary>
    public ImmutableArray<DateTimeOffset> WithinDays => [.. Boundaries.Where(b => !RowPeriods.IsMidnight(b))];

    /// <summary>Equal for questions with the same answers: policies that change at midnights only have the same.</summary>
    public string Text => TextOf(Version);

    /// <summary>Whether it is this question as an earlier version of amigov asked it.</summary>
    public bool IsOfEarlier(string text) =>
        Enumerable.Range(EarliestRead, Version - EarliestRead).Any(version => TextOf(version) == text);

    private string TextOf(int version) =>
        string.Join(
            '\n',
            [
                $"version {version}",
                $"from {Filter.From:o}",
                $"to {Filter.To:o}",
                .. Filter.Accounts.Order().Select(a => $"account {a}"),
                .. Filter.Regions.Order().Select(r => $"region {r}"),
                .. WithinDays.Select(b => $"at {b:o}"),
                $"message {ExceptionMessage}",
            ]
        );
}
