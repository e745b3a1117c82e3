using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Features.Discovery.Uses;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Impact;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Discovery;

/// <summary>
/// From an organization that already runs to the allow list that breaks nothing that should live: what names images now, and what
/// launched them, counted by owner.
/// </summary>
/// <param name="owners">What is known of images from elsewhere; what the accounts tell is added.</param>
/// <param name="members">The accounts of the organization; null when they are not known.</param>
/// <param name="management">Null when it is not known.</param>
public sealed class DiscoverPublishers(
    DiscoveryRequest request,
    ImageOwners owners,
    ImmutableArray<OrganizationAccount>? members,
    AccountId? management
)
{
    private readonly UseEvidence present = new(owners);
    private PresentLedger? read;

    /// <summary>Called with the number of accounts and Regions that have been read.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>What an earlier run has read, and what this one reads; null where nothing is kept.</summary>
    public IUseStore? Store { get; init; }

    /// <summary>Knows images that nobody else does; null where there is no inventory.</summary>
    public IImageArchive? Archive { get; init; }

    /// <summary>Reads what names images now. What was read by an earlier run is taken from the store.</summary>
    /// <exception cref="AwsException">The organization cannot be read.</exception>
    public async Task ReadPresent(ImpactPorts ports, CancellationToken cancel)
    {
        var settled = new HashSet<(AccountId, RegionName)>();
        foreach (var place in Store?.Load() ?? [])
        {
            settled.Add((place.Account, place.Region));
            present.Add(place);
        }
        var reader = new ReadOrganizationUses(ports, request.Accounts, request.Regions)
        {
            Progress = Progress,
            WithRecipes = true,
            IsRead = (account, region) => settled.Contains((account, region)),
            Take = Take,
        };
        await reader.Run(members ?? await ports.Organizations.ListAccounts(cancel), cancel);
        read = new PresentLedger(
            reader.Places,
            reader.Skipped,
            [
                .. reader
                    .Gaps.Select(g => new DiscoveryGap(g.Account.Value, g.RegionOrAll, g.Reason))
                    .Distinct()
                    .OrderBy(g => g.Account, StringComparer.Ordinal)
                    .ThenBy(g => g.Region, StringComparer.Ordinal)
                    .ThenBy(g => g.Reason, StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>What could not be read in part is read again by the next run.</summary>
    private void Take(ReadPlace place)
    {
        present.Add(place);
        if (place.IsWhole)
            Store?.Save(place);
    }

    /// <param name="past">The answer to the request's question; null when no trail was looked at.</param>
    public DiscoveryReport Report(TrailFindings? past)
    {
        if (Archive is not null)
            foreach (var facts in Archive.Find(UnknownImages(past)))
                owners.Add(facts);
        var launches = past is null ? [] : Launches(past);
        var ground = Ground(past, launches);
        foreach (var launch in launches)
            present.Add(launch);

        var (used, unknown) = present.Result();
        var proposals = new ProposeAllowList(ground).Of(used);
        var inventoried = Archive?.CountByOwner() ?? ImmutableDictionary<string, long>.Empty;
        var assess = new AssessRisk(inventoried, request.Period.To);
        var entries = AllowListEntries.Of(proposals, used, ground, assess);
        // What came to be known of images is known of those that the records name, too.
        var calls = past is null ? [] : Launches(past);
        return new DiscoveryReport(request.Period.From, request.Period.To)
        {
            OrganizationIsKnown = ground.MembersAreKnown,
            OrganizationAccounts = ground.Members.Count,
            Present = read,
            Past = past is null ? null : Ledger(past, launches),
            Owners = proposals,
            Entries = entries,
            Unknown = unknown,
            FoldedUses = present.Folded,
            Replay = past is null ? null : Replay.Run(entries, Refused(proposals), calls),
            HeldOut = HoldOut(calls, ground, assess),
        };
    }

    private HashSet<string> UnknownImages(TrailFindings? past)
    {
        var named = (past?.Rows ?? []).Where(r => r.Key.Kind == CallKind.Launch).Select(r => r.Key.Image);
        return named
            .Concat(present.WithoutOwner())
            .Where(i => ImageId.IsValid(i) && owners.Find(i) is null)
            .ToHashSet(StringComparer.Ordinal);
    }

    private ReplayProposal Replay => new(owners, management, request.Period.To);

    /// <summary>Null when one part of the period has no launches.</summary>
    private HeldOutProof? HoldOut(ImmutableArray<ReportedCalls> launches, ProposalGround ground, AssessRisk assess)
    {
        var later = launches.Where(l => l.Key.Period >= DiscoveryPeriod.HeldOut).ToList();
        var earlier = launches.Where(l => l.Key.Period < DiscoveryPeriod.HeldOut).ToList();
        if (later.Count == 0 || earlier.Count == 0)
            return null;

        var learnt = new UseEvidence(owners);
        foreach (var launch in earlier)
            learnt.Add(launch);
        var known = ground with { To = request.Period.Split, SawPresent = false };
        var used = learnt.Result().Owners;
        var proposals = new ProposeAllowList(known).Of(used);
        var entries = AllowListEntries.Of(proposals, used, known, assess);
        return new HeldOutProof(
            request.Period.Split,
            earlier.Sum(l => l.Count),
            Replay.Run(entries, Refused(proposals), later)
        );
    }

    private static HashSet<string> Refused(ImmutableArray<OwnerProposal> proposals) =>
        proposals.Where(p => p.Proposal == ProposalKind.Refuse).Select(p => p.Owner).ToHashSet(StringComparer.Ordinal);

    private ImmutableArray<ReportedCalls> Launches(TrailFindings past) =>
        [
            .. new TrailReporter(owners, past.Sources, organization: null)
                .Report(past.Rows)
                .Where(c => c.Key is { Kind: CallKind.Launch, HasSucceeded: true }),
        ];

    private ProposalGround Ground(TrailFindings? past, ImmutableArray<ReportedCalls> launches)
    {
        var named = members?.ToImmutableSortedDictionary(m => m.Id.Value, m => m.Name, StringComparer.Ordinal);
        var calling = launches
            .Select(l => l.Key.Account)
            .Where(a => AccountId.IsValid(a))
            .Distinct(StringComparer.Ordinal)
            .ToImmutableSortedDictionary(a => a, _ => "", StringComparer.Ordinal);
        return new ProposalGround(
            named ?? calling,
            named is not null,
            request.Period.From,
            request.Period.To,
            request.Period.To.Day()
        )
        {
            SawPresent = read is { Places: > 0, Gaps.IsEmpty: true },
            SawPast = past is { Ledger.Looked.IsComplete: true },
            ExceptionTypes = request.Config?.ExceptionTypes ?? ExceptionType.Defaults,
            MaxExceptionDays = request.Config?.Policy.MaxExceptionDays,
            Management = management,
        };
    }

    private static PastLedger Ledger(TrailFindings past, ImmutableArray<ReportedCalls> launches) =>
        new(
            past.Ledger.Files,
            past.Ledger.Counts.Records,
            launches.Sum(l => l.Count),
            past.Ledger.GapCount,
            past.Ledger.Gaps
        )
        {
            Folded = past.Ledger.Folded,
        };
}
