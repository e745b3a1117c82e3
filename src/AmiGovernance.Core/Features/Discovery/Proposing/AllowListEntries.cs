using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery.Uses;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>Makes the entries of the allow list of what is proposed.</summary>
internal static class AllowListEntries
{
    /// <summary>Names of accounts and publishers come from outside; the configuration is read by people.</summary>
    private const int LongestName = 128;

    public static ImmutableArray<AllowListEntry> Of(
        ImmutableArray<OwnerProposal> proposals,
        IEnumerable<OwnerEvidence> owners,
        ProposalGround ground,
        AssessRisk assess
    )
    {
        var evidence = owners.ToDictionary(o => o.Owner, StringComparer.Ordinal);
        return
        [
            .. proposals
                .Where(p => p.Proposal is not (ProposalKind.NotNeeded or ProposalKind.Refuse))
                .Select(p => Entry(p, evidence[p.Owner], ground, assess)),
        ];
    }

    private static AllowListEntry Entry(
        OwnerProposal proposal,
        OwnerEvidence owner,
        ProposalGround ground,
        AssessRisk assess
    )
    {
        var value = proposal.Proposal == ProposalKind.Alias ? owner.Alias?.DeclarativeName() : null;
        var needsAccounts = owner.Service is { } service && !ManagedServiceAccounts.IsComplete(service);
        return new AllowListEntry(
            proposal.Proposal,
            value ?? proposal.Owner,
            Sanitize.Text(proposal.Why),
            UseText.Evidence(owner, ground),
            assess.Of(owner, proposal)
        )
        {
            Name = Name(proposal, ground),
            IsOwn = proposal.Kind == OwnerKind.OwnAccount,
            AccountIds = needsAccounts ? owner.Accounts : [],
            Until = proposal.Until,
            UsableBy = proposal.UsableBy,
        };
    }

    private static string Name(OwnerProposal proposal, ProposalGround ground)
    {
        var name = proposal.Kind switch
        {
            OwnerKind.OwnAccount => ground.Members.GetValueOrDefault(proposal.Owner, ""),
            OwnerKind.KnownPublisher or OwnerKind.Vendor => proposal.Who,
            _ => "",
        };
        var shown = Sanitize.Text(name).Trim();
        return shown.Length <= LongestName ? shown : shown[..LongestName];
    }
}
