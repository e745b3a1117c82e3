using System.Collections.Frozen;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <summary>Finds the parts of one state of the organization without walking through all accounts.</summary>
internal sealed class OrganizationLookup
{
    private readonly FrozenDictionary<string, OrganizationAccount> accounts;
    private readonly FrozenDictionary<string, OrganizationalUnit> units;
    private readonly Dictionary<string, List<OrganizationAccount>> accountsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OrganizationalUnit>> unitsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> attachedTo = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> targetsOf = new(StringComparer.Ordinal);

    public OrganizationLookup(Organization organization)
    {
        Index = new OrganizationIndex(organization);
        accounts = organization.Accounts.ToFrozenDictionary(a => a.Id.Value, StringComparer.Ordinal);
        units = organization.Units.ToFrozenDictionary(u => u.Id, StringComparer.Ordinal);
        foreach (var account in organization.Accounts)
            Add(accountsOf, account.ParentId, account);
        foreach (var unit in organization.Units)
            Add(unitsOf, unit.ParentId, unit);
        foreach (var attachment in organization.Attachments)
        {
            Add(attachedTo, attachment.TargetId, attachment.PolicyId);
            Add(targetsOf, attachment.PolicyId, attachment.TargetId);
        }
    }

    public OrganizationIndex Index { get; }

    /// <param name="id">As a call names it, which may be no id at all.</param>
    public OrganizationAccount? Account(string id) => accounts.GetValueOrDefault(id);

    public OrganizationAccount? Account(AccountId id) => Account(id.Value);

    /// <summary>Whether there is such a root, organizational unit or account.</summary>
    public bool IsTarget(string id) => IsParent(id) || Account(id) is not null;

    /// <summary>Whether it is the root or an organizational unit, which can hold others.</summary>
    public bool IsParent(string id) => id == Index.Organization.RootId || Unit(id) is not null;

    public OrganizationalUnit? Unit(string id) => units.GetValueOrDefault(id);

    public IReadOnlyList<OrganizationAccount> AccountsOf(string parent) => accountsOf.GetValueOrDefault(parent) ?? [];

    public IReadOnlyList<OrganizationalUnit> UnitsOf(string parent) => unitsOf.GetValueOrDefault(parent) ?? [];

    /// <summary>The ids of the policies on a target, in the order of attachment.</summary>
    public IReadOnlyList<string> AttachedTo(string target) => attachedTo.GetValueOrDefault(target) ?? [];

    public IReadOnlyList<string> TargetsOf(string policy) => targetsOf.GetValueOrDefault(policy) ?? [];

    private static void Add<T>(Dictionary<string, List<T>> lists, string key, T item)
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        list.Add(item);
    }
}
