using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Core.Features.Discovery.Proposing;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>Knows what the allow list of an organization that already runs should be.</summary>
internal interface IAllowListSource
{
    void AddTo(Command command);

    /// <summary>The names of its options that were given.</summary>
    IEnumerable<string> Given(CommandResult result);

    /// <summary>Reports on the command line what does not go together.</summary>
    void Check(CommandResult result);

    /// <summary>The entries; null, with a report that is printed, when nothing can be read.</summary>
    Task<FoundAllowList?> Find(ParseResult result, CancellationToken cancel);
}

/// <param name="IsWhole">False when not all could be read that was looked at.</param>
internal sealed record FoundAllowList(ImmutableArray<AllowListEntry> Entries, bool IsWhole);
