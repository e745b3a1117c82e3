using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>A configuration that is there with the entries that it lacks, in its own layout.</summary>
public static class AddedEntries
{
    /// <summary>The entries that a configuration gets: not those that it lists already, and no exceptions.</summary>
    public static ImmutableArray<AllowListEntry> Missing(
        GovernanceConfig config,
        ImmutableArray<AllowListEntry> entries
    ) => [.. entries.Where(e => e.Kind != ProposalKind.Exception && !IsListed(config, e))];

    /// <summary>The new text; the old one when nothing is missing.</summary>
    /// <param name="config">Read without errors.</param>
    public static ReadOnlyMemory<byte> To(GovernanceConfig config, ImmutableArray<AllowListEntry> entries)
    {
        var tree = config.Tree;
        foreach (var entry in Missing(config, entries))
            tree = JsonEdit.Reread(tree, Add(tree, entry));
        return tree.Source.Bytes;
    }

    private static byte[] Add(JsonDocumentTree tree, AllowListEntry entry) =>
        JsonEdit.AppendObject(tree, ProposedConfiguration.ListOf(entry), ProposedConfiguration.Members(entry));

    private static bool IsListed(GovernanceConfig config, AllowListEntry entry) =>
        entry.Kind switch
        {
            ProposalKind.Alias => config.Aliases.Any(a => a.Alias.DeclarativeName() == entry.Value),
            ProposalKind.ManagedService => config.ManagedServices?.Any(s => s.Name == entry.Value) == true,
            _ => config.Publishers.Any(p => p.AccountId.Value == entry.Value)
                || config.Exceptions.Any(e => e.AccountId.Value == entry.Value),
        };
}
