using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery.Uses;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>
/// Decides what is proposed for each owner: the smallest allow list with which everything goes on that should. The rules stand in
/// docs/reference/discover.md; each is one method here.
/// </summary>
internal sealed class ProposeAllowList(ProposalGround ground)
{
    /// <summary>A stranger whose images were last launched before that is not asked for any more.</summary>
    public const int RecentDays = 30;

    /// <summary>Accounts up to which the use of a stranger is a few teams' and no habit.</summary>
    public const int FewAccounts = 10;

    /// <summary>Accounts that one exception names; each stands in the service control policy.</summary>
    public const int MostUsers = 50;

    private const int MostExamples = 5;

    private readonly KnownOwners known = new(ground.Members);

    /// <summary>Those that let in most come first, refused ones last.</summary>
    public ImmutableArray<OwnerProposal> Of(IEnumerable<OwnerEvidence> owners) =>
        [
            .. owners
                .Select(Of)
                .OrderBy(p => p.Proposal)
                .ThenByDescending(p => p.UsedBy.Length)
                .ThenByDescending(p => p.Use.Launches + p.Use.Instances)
                .ThenBy(p => p.Owner, StringComparer.Ordinal),
        ];

    public OwnerProposal Of(OwnerEvidence owner)
    {
        var (kind, who) = Who(owner);
        var confused = kind is OwnerKind.Vendor or OwnerKind.Stranger
            ? owner.Images.Where(i => i.LooksLike is not null).ToImmutableArray()
            : [];
        var (proposal, confidence, why) = Decide(owner, kind, confused);
        var examples = confused.IsEmpty ? owner.Images : confused;
        var proposed = new OwnerProposal(owner.Owner, kind, who, proposal, confidence, why)
        {
            NameConfusion = confused.IsEmpty ? null : confused[0].LooksLike,
            OwnerAccounts = owner.Accounts,
            Use = owner.Total,
            UsedBy = owner.Users,
            LaunchedBy = owner.LaunchedBy,
            Images = owner.Images.Length,
            Examples = [.. examples.Take(MostExamples)],
        };
        return proposal == ProposalKind.Exception ? WithTerms(proposed, owner, kind) : proposed;
    }

    private (OwnerKind Kind, string Who) Who(OwnerEvidence owner)
    {
        if (owner.Service is not null)
            return (OwnerKind.ManagedService, "images of a service, in accounts of AWS");
        if (owner.Alias is { } alias)
            return (OwnerKind.Alias, WhoIs(alias, owner));
        var (kind, name) = (known.KindOf(owner.Owner), known.NameOf(owner.Owner));
        return kind switch
        {
            OwnerKind.OwnAccount when name.Length > 0 => (kind, $"account {name} of the organization"),
            OwnerKind.OwnAccount => (kind, "account of the organization"),
            OwnerKind.KnownPublisher or OwnerKind.Vendor => (kind, name),
            _ => (OwnerKind.Stranger, "stranger"),
        };
    }

    private static string WhoIs(OwnerAlias alias, OwnerEvidence owner)
    {
        var names = owner
            .Accounts.Select(a => KnownPublishers.Of(a)?.Publisher)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        var told = names.Count == 0 ? "" : $": {Shortened.List(names, 4)}";
        return alias switch
        {
            OwnerAlias.Amazon => $"Amazon and verified providers{told}",
            OwnerAlias.AwsMarketplace => "sellers in AWS Marketplace",
            _ => "backups in logically air-gapped AWS Backup vaults",
        };
    }

    private (ProposalKind, Confidence, string Why) Decide(
        OwnerEvidence owner,
        OwnerKind kind,
        ImmutableArray<UsedImage> confused
    )
    {
        if (!confused.IsEmpty)
            return (
                ProposalKind.Refuse,
                Confidence.High,
                $"name confusion: the images are named like those of {confused[0].LooksLike}, which this account does not publish"
            );
        if (!owner.Users.Any(u => u.IsUsed))
            return (ProposalKind.Refuse, Unused, "named only by what launches nothing as things are");
        return kind switch
        {
            OwnerKind.ManagedService => ForService(owner),
            OwnerKind.Alias => ForAlias(owner),
            OwnerKind.OwnAccount => ForOwnAccount(owner),
            OwnerKind.KnownPublisher => ForKnownPublisher(owner),
            OwnerKind.Vendor => ForVendor(owner),
            _ => ForStranger(owner),
        };
    }

    /// <summary>What was not read could use it.</summary>
    private Confidence Unused => ground.SawAll ? Confidence.High : Confidence.Low;

    private static (ProposalKind, Confidence, string) ForService(OwnerEvidence owner) =>
        (
            ProposalKind.ManagedService,
            owner.Service is { } service && ManagedServiceAccounts.IsComplete(service)
                ? Confidence.High
                : Confidence.Medium,
            "AWS launches these images in your accounts: the service stops unless they are listed, or `amazon` is without criteria"
        );

    private static (ProposalKind, Confidence, string) ForAlias(OwnerEvidence owner) =>
        (
            ProposalKind.Alias,
            owner.AliasIsSure ? Confidence.High : Confidence.Medium,
            $"`ec2:Owner` of these images is the alias, so no account id allows them; {Users(owner)}"
        );

    private (ProposalKind, Confidence, string) ForOwnAccount(OwnerEvidence owner)
    {
        var others = owner.Needing.Count(u => u.Account != owner.Owner);
        if (others == 0 && owner.Owner == ground.Management?.Value)
            return (
                ProposalKind.NotNeeded,
                Confidence.High,
                "only the management account itself uses them: no service control policy reaches it, and Allowed AMIs lets an account"
                    + " launch its own images"
            );
        if (others == 0)
            return (
                ProposalKind.Exception,
                ground.MembersAreKnown ? Confidence.High : Confidence.Medium,
                "only the account itself uses them: Allowed AMIs lets an account launch its own images, the service control policy"
                    + " denies those of every owner that is not listed"
            );
        var sure = ground.MembersAreKnown && others > 1 ? Confidence.High : Confidence.Medium;
        var users = Quantity.Of(
            others,
            "other account of the organization uses",
            "other accounts of the organization use"
        );
        return (ProposalKind.Publisher, sure, $"it makes images that {users}");
    }

    private static (ProposalKind, Confidence, string) ForKnownPublisher(OwnerEvidence owner)
    {
        var known = KnownPublishers.Of(owner.Owner);
        var sure = known is { IsUnverified: false } ? Confidence.High : Confidence.Medium;
        return (ProposalKind.Publisher, sure, $"a known publisher whose images carry no owner alias; {Users(owner)}");
    }

    private static (ProposalKind, Confidence, string) ForVendor(OwnerEvidence owner) =>
        (
            ProposalKind.Publisher,
            owner.Needing.Count() > 1 ? Confidence.Medium : Confidence.Low,
            $"only an old public list gives the account that name: have the vendor confirm it; {Users(owner)}"
        );

    private (ProposalKind, Confidence, string) ForStranger(OwnerEvidence owner)
    {
        if (!IsNeeded(owner.Total))
            return (ProposalKind.Refuse, ground.SawAll ? Confidence.Medium : Confidence.Low, NotNeeded(owner.Total));

        var isFew = owner.Needing.Count() <= FewAccounts;
        var what = isFew ? "time to find out who it is, or to move" : "find out who it is before anything is enforced";
        return (
            ProposalKind.Exception,
            isFew ? Confidence.Medium : Confidence.Low,
            $"no list names the account, and {Users(owner)}: {what}"
        );
    }

    /// <summary>
    /// Whether a stranger's images are still launched. What runs goes on running; where the past was not checked, it may be replaced
    /// any day.
    /// </summary>
    private bool IsNeeded(AccountUse use)
    {
        var isRecent = use.Last >= ground.To.AddDays(-RecentDays);
        return isRecent || use.IsLaunching || (use.Instances > 0 && !ground.SawPast);
    }

    private string NotNeeded(AccountUse use)
    {
        var last = use.Last is { } day ? $"last launched on {day.Day().Text()}" : "not launched in the period";
        if (use.Instances > 0)
            return $"{last}; {Quantity.Of(use.Instances, "instance goes", "instances go")} on running, and cannot be made anew";
        return ground.SawPresent ? $"{last}; nothing names its images now" : $"{last}; what runs now was not checked";
    }

    private static string Users(OwnerEvidence owner)
    {
        var users = Quantity.Of(owner.Needing.Count(), "account uses", "accounts use");
        return $"{users} them";
    }

    /// <summary>For exactly those that use the images, and no longer than the type allows.</summary>
    private OwnerProposal WithTerms(OwnerProposal proposed, OwnerEvidence owner, OwnerKind kind)
    {
        var (type, usual) = kind == OwnerKind.OwnAccount ? ("migration", 90) : ("vendor_poc", 60);
        var ofType = ground.ExceptionTypes.GetValueOrDefault(type)?.MaxDays ?? usual;
        var days = Math.Min(ofType, ground.MaxExceptionDays ?? ofType);
        ImmutableArray<string> users = [.. owner.Needing.Select(u => u.Account).Where(a => AccountId.IsValid(a))];
        var named = users.Length <= MostUsers ? users : [];
        var command = ShellText.Of($"amigov exception request TICKET --account {owner.Owner}");
        foreach (var user in named)
            command += ShellText.Of($" --usable-by {user}");
        if (kind != OwnerKind.OwnAccount)
            command += ShellText.Of($" --outside-organization");
        command += ShellText.Of($" --type {type} --days {days} --justification {UseText.Evidence(owner, ground)}");
        return proposed with { Until = ground.Today.AddDays(days), UsableBy = named, Command = command };
    }
}
