using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>How counted calls are told apart and shown, or replayed through policies instead.</summary>
/// <param name="Top">Rows in each table of text and Markdown.</param>
internal sealed record TrailReportArguments(IReadOnlyList<OutputTarget> Targets, int Top)
{
    /// <summary>Empty for the usual tables, and for rows with every dimension.</summary>
    public ImmutableArray<TrailDimension> By { get; init; } = [];

    /// <summary>
    /// The message of the declarative policy, by which its denials are known; null when it is not known.
    /// </summary>
    public string? ExceptionMessage { get; init; }

    /// <summary>Whether text and Markdown hold each finding.</summary>
    public bool Details { get; init; }

    /// <summary>Whether text and Markdown hold how much each entry of the allow list was used.</summary>
    public bool AllowListUse { get; init; }

    /// <summary>Null when calls are counted.</summary>
    public JudgementArguments? Judgement { get; init; }
}
