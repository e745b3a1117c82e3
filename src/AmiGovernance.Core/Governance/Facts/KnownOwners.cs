using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Says who an owner of images is: the one place that decides it.</summary>
/// <param name="members">The accounts of the organization, as far as they are known, with their names.</param>
public sealed class KnownOwners(IReadOnlyDictionary<string, string> members)
{
    /// <summary>Where no organization is known: by what is public alone.</summary>
    public static readonly KnownOwners OutsideOfAny = new(new Dictionary<string, string>());

    /// <summary>Stands for the owner of an image that nobody knows.</summary>
    public const string Unknown = "unknown";

    /// <param name="owner">As `ec2:Owner` has it.</param>
    public OwnerKind KindOf(string owner)
    {
        if (owner.Length == 0 || owner == Unknown)
            return OwnerKind.Unknown;
        if (!AccountId.TryParse(owner, out var account))
            return OwnerKind.Alias;
        if (members.ContainsKey(owner))
            return OwnerKind.OwnAccount;
        if (ManagedServiceAccounts.ServiceOf(owner) is not null)
            return OwnerKind.ManagedService;
        if (KnownPublishers.Of(owner) is not null)
            return OwnerKind.KnownPublisher;
        return KnownAccounts.Name(account) is null ? OwnerKind.Stranger : OwnerKind.Vendor;
    }

    /// <summary>What people call it; empty where nothing gives it a name. Names of accounts come from outside.</summary>
    /// <param name="owner">As `ec2:Owner` has it.</param>
    public string NameOf(string owner) =>
        KindOf(owner) switch
        {
            OwnerKind.OwnAccount => members[owner],
            OwnerKind.ManagedService => ManagedServiceAccounts.ServiceOf(owner) ?? "",
            OwnerKind.KnownPublisher => KnownPublishers.Of(owner)?.Publisher ?? "",
            OwnerKind.Vendor => KnownAccounts.Name(AccountId.Parse(owner)) ?? "",
            _ => "",
        };
}
