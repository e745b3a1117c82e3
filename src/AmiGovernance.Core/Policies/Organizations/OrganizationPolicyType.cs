using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>The types of Organizations policy that take part in what a machine image may do.</summary>
public enum OrganizationPolicyType
{
    ServiceControlPolicy,
    ResourceControlPolicy,
    DeclarativePolicyEc2,
}

public static class OrganizationPolicyTypes
{
    internal static readonly EnumNames<OrganizationPolicyType> Table = new([
        .. OrganizationPolicyKinds.All.Select(kind => (kind.Type, kind.Name)),
    ]);

    /// <summary>As the Organizations API spells them.</summary>
    public static readonly IReadOnlyList<string> Names = Table.All;

    public static string Name(this OrganizationPolicyType type) => Table.Of(type);

    /// <summary>Null for the types that say nothing about images.</summary>
    public static OrganizationPolicyType? FromName(string? name) => Table.Find(name);

    public static OrganizationPolicyKind Kind(this OrganizationPolicyType type) =>
        OrganizationPolicyKinds.All.Single(kind => kind.Type == type);
}
