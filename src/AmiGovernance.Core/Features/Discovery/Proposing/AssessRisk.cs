using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Discovery.Uses;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>Says in numbers what an entry lets in, and what narrower criteria would cost.</summary>
/// <param name="inventoried">Images by owning account, as an inventory knows them; empty where there is none.</param>
/// <param name="now">The age of what is used now.</param>
internal sealed class AssessRisk(IReadOnlyDictionary<string, long> inventoried, DateTimeOffset now)
{
    private static readonly ImmutableArray<int> Ages = [30, 60, 90, 180, 365, 730, 1095];

    public ResidualRisk Of(OwnerEvidence owner, OwnerProposal proposal)
    {
        var known = owner.Accounts.Where(inventoried.ContainsKey).ToList();
        return new ResidualRisk(
            LetsIn(owner, proposal),
            owner.Images.Length,
            owner.Accounts.Length,
            proposal is { Proposal: ProposalKind.Exception, UsableBy.IsEmpty: false } ? proposal.UsableBy.Length : null
        )
        {
            InventoriedImages = known.Count == 0 ? null : known.Sum(a => inventoried[a]),
            // An exception ends; nobody builds criteria for it.
            Alternatives = proposal.Proposal == ProposalKind.Exception ? [] : [.. Alternatives(owner)],
        };
    }

    private static string LetsIn(OwnerEvidence owner, OwnerProposal proposal)
    {
        if (proposal.Proposal == ProposalKind.Exception)
            return $"every image of the account that is public or shared, until {proposal.Until?.AddDays(-1).Text()}";
        return proposal.Kind switch
        {
            OwnerKind.Alias => LetIn.By(owner.Alias ?? OwnerAlias.AwsBackupVault),
            OwnerKind.ManagedService => "every image in the accounts of AWS from which the service launches",
            OwnerKind.OwnAccount =>
                "every image of the account, those that it makes tomorrow too: whoever may make images there decides",
            _ => LetIn.ByNumber,
        };
    }

    private IEnumerable<NarrowerCriteria> Alternatives(OwnerEvidence owner) =>
        ((NarrowerCriteria?[])[Names(owner), Age(owner), Watermarks(owner), Codes(owner)])
            .OfType<NarrowerCriteria>()
            .OrderBy(c => c.Of - c.Covers);

    private static NarrowerCriteria? Names(OwnerEvidence owner)
    {
        var named = owner.Images.Where(i => i.Name.Length > 0).ToList();
        var patterns = named
            .Select(i => (Image: i, Pattern: NamePattern.Of(i.Name)))
            .Where(i => i.Pattern is not null && AllowedImagesLimits.ImageNameProblem(i.Pattern) is null)
            .GroupBy(i => i.Pattern ?? "", StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Take(AllowedImagesLimits.ImageNames)
            .ToList();
        if (patterns.Count == 0)
            return null;
        ImmutableArray<string> values = [.. patterns.Select(g => g.Key).Order(StringComparer.Ordinal)];
        return new NarrowerCriteria("image_names", values, patterns.Sum(g => g.Count()), named.Count);
    }

    /// <summary>The shortest of the usual ages that lets in what is used, as old as it was when it was launched last.</summary>
    private NarrowerCriteria? Age(OwnerEvidence owner)
    {
        var days = owner
            .Images.Where(i => i.Created is not null)
            .Select(i => ((i.Uses > 0 ? now : i.Last ?? now) - (i.Created ?? now)).TotalDays)
            .ToList();
        if (days.Count == 0)
            return null;
        var fitting = Ages.FirstOrDefault(a => days.All(d => d <= a), Ages[^1]);
        return new NarrowerCriteria(
            "maximum_days_since_created",
            [fitting.ToString(CultureInfo.InvariantCulture)],
            days.Count(d => d <= fitting),
            days.Count
        );
    }

    private static NarrowerCriteria? Watermarks(OwnerEvidence owner) =>
        owner.Watermarked == 0
            ? null
            : new NarrowerCriteria("image_watermarks", owner.Watermarks, owner.Watermarked, owner.Images.Length);

    private static NarrowerCriteria? Codes(OwnerEvidence owner) =>
        owner.Alias != OwnerAlias.AwsMarketplace || owner.ProductCodes.IsEmpty
            ? null
            : new NarrowerCriteria(
                "marketplace_product_codes",
                owner.ProductCodes,
                owner.Images.Length,
                owner.Images.Length
            );
}
