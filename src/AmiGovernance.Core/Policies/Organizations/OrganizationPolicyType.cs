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
    /// <summary>As the Organizations API spells them.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "SERVICE_CONTROL_POLICY",
        "RESOURCE_CONTROL_POLICY",
        "DECLARATIVE_POLICY_EC2",
    ];

    public static string Name(this OrganizationPolicyType type) => Names[(int)type];

    /// <summary>Null for the types that say nothing about images.</summary>
    public static OrganizationPolicyType? FromName(string? name)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name)
                return (OrganizationPolicyType)i;
        return null;
    }
}
