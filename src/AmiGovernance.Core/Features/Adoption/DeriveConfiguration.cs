using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>From what policies say to the configuration that says the same. What has no word there is told.</summary>
internal sealed class DeriveConfiguration
{
    private readonly AdoptionRequest request;
    private readonly ScpFacts scps;
    private readonly DeclarativeFacts declaratives;
    private readonly List<NotCarried> notCarried;
    private readonly HashSet<string> members;
    private readonly ImmutableArray<string> creators;
    private readonly ImmutableArray<string>? sharers;
    private readonly DeriveExceptions dated;

    public DeriveConfiguration(
        AdoptionRequest request,
        ScpFacts scps,
        DeclarativeFacts declaratives,
        List<NotCarried> notCarried
    )
    {
        (this.request, this.scps, this.declaratives, this.notCarried) = (request, scps, declaratives, notCarried);
        members = [.. request.Organization.Accounts.Select(a => a.Id.Value)];
        creators = scps.Accounts(Purpose.Creation) ?? [];
        sharers = scps.Accounts(Purpose.Sharing) ?? scps.Accounts(Purpose.Export) ?? scps.Accounts(Purpose.Services);
        dated = new DeriveExceptions(request, scps, notCarried);
    }

    /// <summary>Without names and targets.</summary>
    public AdoptedConfiguration Run()
    {
        var owners = dated.WithoutEnded(Owners());
        var exceptions = dated.Of(owners);
        var ended = exceptions.Select(e => e.Account).ToHashSet();
        var publishers = Publishers([
            .. owners.Where(o => !o.IsService && o.Owner.Account is { } account && !ended.Contains(account)),
        ]);
        var principals = DerivePrincipals.Of(scps, notCarried);
        ReportAccounts(publishers, ended);
        ReportOpen();
        return new AdoptedConfiguration
        {
            Publishers = publishers,
            Aliases =
            [
                .. owners
                    .Where(o => o.Owner.Alias is not null)
                    .Select(o => new AdoptedAlias(o.Owner.Alias ?? default, o.Evidence, o.Criteria)),
            ],
            Services = Services([.. owners.Where(o => o.IsService).Select(o => o.Owner.DeclarativeName)]),
            Exceptions = exceptions,
            BreakGlass = principals.BreakGlass,
            CreationRoles = principals.CreationRoles,
            RestoreRoles = principals.RestoreRoles,
            Carrier = request.Carrier,
            Policy = Policy(),
        };
    }

    /// <summary>Where no policy lists owners, those who may create or share images are the publishers.</summary>
    private ImmutableArray<AdoptedOwner> Owners()
    {
        if (scps.Launch is not null || declaratives.Main is not null)
            return new DeriveOwners(scps, declaratives, notCarried).Run();
        return
        [
            .. creators
                .Union(sharers ?? [], StringComparer.Ordinal)
                .Where(a => AccountId.IsValid(a))
                .Order(StringComparer.Ordinal)
                .Select(a => new AdoptedOwner(OwnerId.Parse(a), null, IsService: false, "spared by the policies")),
        ];
    }

    private ImmutableArray<AdoptedPublisher> Publishers(ImmutableArray<AdoptedOwner> owners)
    {
        var ops = OpsAccounts(owners);
        var names = new KnownOwners(
            request.Organization.Accounts.DistinctBy(a => a.Id).ToDictionary(a => a.Id.Value, a => a.Name)
        );
        List<AdoptedPublisher> publishers =
        [
            .. owners.Select(o =>
            {
                var account = o.Owner.DeclarativeName;
                var isOps = ops.Contains(account);
                dated.ReportCreation(account);
                var mayCreate = scps.Denies(Purpose.Creation) && IsCreator(account);
                return new AdoptedPublisher(AccountId.Parse(account), isOps, o.Evidence)
                {
                    Name = Short(names.NameOf(account)),
                    MayCreateImages = isOps && (mayCreate || !scps.Denies(Purpose.Creation)) ? null : mayCreate,
                    Criteria = o.Criteria,
                };
            }),
        ];
        if (request.OpsAccount is { } given && publishers.All(p => p.Account != given || !p.IsOps))
        {
            publishers.RemoveAll(p => p.Account == given);
            publishers.Insert(
                0,
                new AdoptedPublisher(given, IsOps: true, "given with --ops-account")
                {
                    Name = Short(names.NameOf(given.Value)),
                }
            );
        }
        return [.. publishers];
    }

    private bool IsCreator(string account) => creators.Contains(account) && !scps.CreationEnds.ContainsKey(account);

    private static string Short(string name)
    {
        var shown = Sanitize.Text(name).Trim();
        return shown.Length <= 128 ? shown : shown[..128];
    }

    /// <summary>Those who share images, else those of the organization, else those who create images in it.</summary>
    private HashSet<string> OpsAccounts(ImmutableArray<AdoptedOwner> owners)
    {
        var listed = owners.Select(o => o.Owner.DeclarativeName).ToHashSet(StringComparer.Ordinal);
        foreach (IEnumerable<string> found in (IEnumerable<string>[])[sharers ?? [], members, creators])
        {
            HashSet<string> ops = [.. listed.Intersect(found, StringComparer.Ordinal)];
            if (ops.Count > 0)
                return ops;
        }
        return [];
    }

    /// <summary>Accounts that are spared and no publishers: to list them would let in their images.</summary>
    private void ReportAccounts(ImmutableArray<AdoptedPublisher> publishers, HashSet<AccountId> ended)
    {
        var all = publishers.Select(p => p.Account.Value).Concat(ended.Select(e => e.Value)).ToHashSet();
        var ops = publishers.Where(p => p.IsOps).Select(p => p.Account.Value).ToHashSet();
        var creating = creators.Where(a => IsCreator(a) || dated.MayCreate(a));
        Report(Purpose.Creation, creating.Where(a => !all.Contains(a)), "may create images");
        foreach (var purpose in (Purpose[])[Purpose.Sharing, Purpose.Export, Purpose.Services])
            Report(purpose, (scps.Accounts(purpose) ?? []).Where(a => !ops.Contains(a)), "is spared");
    }

    /// <summary>The configuration blocks public sharing or leaves it to each account.</summary>
    private void ReportOpen()
    {
        var sharing = DeclarativeAttributes.ImageBlockPublicAccess;
        foreach (var policy in declaratives.Read.Where(p => p.Meaning.StateOf(sharing) == sharing.Weakest))
            notCarried.Add(
                NotCarried.Of(
                    policy.Policy,
                    $"{sharing.Pointer}/state",
                    sharing.States[0].Begins,
                    "ours leaves it to each account, or blocks it where `block_public_ami_sharing` is true"
                )
            );
    }

    private void Report(Purpose purpose, IEnumerable<string> accounts, string what)
    {
        if (scps.Told.GetValueOrDefault(purpose) is not { } told)
            return;
        foreach (var account in accounts.Distinct(StringComparer.Ordinal))
            notCarried.Add(
                NotCarried.Of(
                    told.Policy,
                    told.Parts.Pointer,
                    $"the account {account} {what}, and its images are not on the list",
                    "ours denies it: only publishers are spared"
                )
            );
    }

    private static ImmutableArray<AdoptedService> Services(ImmutableArray<string> accounts) =>
        [
            .. accounts
                .Distinct(StringComparer.Ordinal)
                .GroupBy(
                    a => ManagedServiceAccounts.ServiceOf(a) ?? ManagedServiceAccounts.LambdaManagedInstances,
                    StringComparer.Ordinal
                )
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Service(g.Key, [.. g.Select(AccountId.Parse).Order()])),
        ];

    private static AdoptedService Service(string name, ImmutableArray<AccountId> accounts)
    {
        var isAll =
            ManagedServiceAccounts.IsComplete(name)
            && ManagedServiceAccounts.Accounts(name, []).Order().SequenceEqual(accounts);
        return new AdoptedService(name, isAll ? [] : accounts);
    }

    private PolicyConfig Policy()
    {
        var meaning = declaratives.Meaning;
        var sharing = DeclarativeAttributes.ImageBlockPublicAccess;
        var isEnforced = scps.Launch is not null || meaning.State == AllowedImagesState.Enabled;
        return new PolicyConfig
        {
            EnforcementMode = isEnforced ? AllowedImagesState.Enabled : AllowedImagesState.AuditMode,
            ExceptionMessage = string.IsNullOrEmpty(meaning.ExceptionMessage) ? null : meaning.ExceptionMessage,
            BlockPublicAmiSharing = scps.Denies(Purpose.Sharing) || meaning.StateOf(sharing) == sharing.Strongest,
            OptionalStates = meaning.States.Remove(sharing.Name),
            DenyAmiCreationInWorkloads = scps.Denies(Purpose.Creation),
            DenyForeignImageCopies = scps.Denies(Purpose.Copy),
            DenyContentExport = scps.Denies(Purpose.Export),
            DenyImageServices = [.. ImageService.All.Where(scps.Services.Contains)],
            Partition = Partition(),
        };
    }

    private Partition Partition() =>
        scps.Statements.SelectMany(s => s.Resources.Concat(s.Conditions.SelectMany(c => c.Values)))
            .Select(Partitions.OfArn)
            .FirstOrDefault(p => p is not null)
        ?? Base.Identifiers.Partition.Aws;
}
