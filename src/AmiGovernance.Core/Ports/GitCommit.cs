using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports;

/// <param name="Subject">The first line of the message.</param>
/// <param name="Changes">`A` added, `M` changed, `D` deleted; paths relative to the working folder.</param>
public sealed record GitCommit(
    CommitFacts Facts,
    DateTimeOffset At,
    string Subject,
    ImmutableArray<(string Change, string Path)> Changes
);
