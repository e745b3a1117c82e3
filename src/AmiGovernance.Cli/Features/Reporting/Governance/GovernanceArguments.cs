using System.Collections.Immutable;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>From where the state of governance is read.</summary>
/// <param name="Judgement">Configuration, policies, and what was decided on findings.</param>
/// <param name="AsOf">The day on which exceptions are looked at; null for that of the reading.</param>
internal sealed record GovernanceArguments(JudgementArguments Judgement, DateOnly? AsOf)
{
    /// <summary>A console may run for days.</summary>
    public DateOnly Day(TimeProvider time) => AsOf ?? time.Today();

    /// <summary>Folders and files of a trail; empty for none.</summary>
    public ImmutableArray<string> Trail { get; init; } = [];

    /// <summary>Files of images and their owners.</summary>
    public ImmutableArray<string> Owners { get; init; } = [];

    /// <summary>Null when nobody asked for uses of images.</summary>
    public ImpactPlaces? Impact { get; init; }

    /// <summary>Null for the usual one where it is there.</summary>
    public string? Inventory { get; init; }

    public ImageUseFiles ImageUse => new([], Inventory);
}
