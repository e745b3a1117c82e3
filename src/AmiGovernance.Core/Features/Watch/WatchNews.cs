using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>Something that happened once and that people are told.</summary>
/// <param name="Summary">One line.</param>
/// <param name="Details">Lines; may be empty.</param>
public sealed record WatchNews(PlainText Summary, PlainText Details)
{
    /// <summary>The accounts that it concerns, whose contacts are told too.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];
}
