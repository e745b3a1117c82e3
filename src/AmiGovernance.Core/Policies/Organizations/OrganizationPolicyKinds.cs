using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>The types of Organizations policy, a descriptor each.</summary>
public static class OrganizationPolicyKinds
{
    /// <summary>In the order in which the types are read.</summary>
    public static readonly ImmutableArray<OrganizationPolicyKind> All =
    [
        new(OrganizationPolicyType.ServiceControlPolicy, "SERVICE_CONTROL_POLICY")
        {
            Title = "service control policy",
            Characters = 10_240,
            AttachmentsPerTarget = 10,
            LeastAttachments = 1,
            PoliciesInOrganization = 10_000,
            DecidesOnImages = true,
            Language = PolicyType.ServiceControlPolicy,
            FullAccessId = OrganizationPolicy.FullAwsAccessId,
        },
        // Organizations user guide, "Resource control policies": EC2 is none of the services that they cover.
        new(OrganizationPolicyType.ResourceControlPolicy, "RESOURCE_CONTROL_POLICY")
        {
            Title = "resource control policy",
            Characters = 5_120,
            AttachmentsPerTarget = 5,
            LeastAttachments = 1,
            PoliciesInOrganization = 2_000,
            Language = PolicyType.ResourceControlPolicy,
            FullAccessId = "p-RCPFullAWSAccess",
            Fits = document => !IsDeclarative(document) && IsResourceControl(document),
        },
        new(OrganizationPolicyType.DeclarativePolicyEc2, "DECLARATIVE_POLICY_EC2")
        {
            Title = "EC2 declarative policy",
            Characters = 10_000,
            AttachmentsPerTarget = 10,
            PoliciesInOrganization = 1_000,
            ReachesManagementAccount = true,
            DecidesOnImages = true,
            Fits = IsDeclarative,
        },
    ];

    /// <summary>The types that can decide on calls about images.</summary>
    public static readonly ImmutableArray<OrganizationPolicyType> OnImages =
    [
        .. All.Where(k => k.DecidesOnImages).Select(k => k.Type),
    ];

    /// <summary>The type of a document that does not say it.</summary>
    internal static OrganizationPolicyType Guess(JsonObject? document) =>
        All.FirstOrDefault(kind => document is not null && kind.Fits(document))?.Type
        ?? OrganizationPolicyType.ServiceControlPolicy;

    /// <summary>`ec2` around it is how the first drafts of such policies wrote them; the parser says so.</summary>
    private static bool IsDeclarative(JsonObject document) =>
        (
            document[DeclarativeAttributes.Root]
            ?? document["content"]
            ?? (document["ec2"] as JsonObject)?[DeclarativeAttributes.Root]
        )
            is not null;

    /// <summary>
    /// `Principal` `*` in each statement, which a service control policy must not have, and no EC2 action (Organizations user guide,
    /// "RCP syntax").
    /// </summary>
    private static bool IsResourceControl(JsonObject document)
    {
        var statements = Members(document["Statement"]);
        return statements.Count > 0
            && statements.All(s =>
                s is JsonObject statement
                && statement["Principal"] is JsonString { Value: ResourceControlSyntax.Principal }
                && !NamesEc2(statement)
            );
    }

    private static bool NamesEc2(JsonObject statement) =>
        Members(statement["Action"])
            .OfType<JsonString>()
            .Any(a => a.Value.StartsWith("ec2:", StringComparison.OrdinalIgnoreCase));

    /// <summary>One value or a list of them, as IAM's grammar allows.</summary>
    private static IReadOnlyList<JsonNode> Members(JsonNode? node)
    {
        if (node is JsonArray array)
            return array.Items;
        return node is null ? [] : [node];
    }
}
