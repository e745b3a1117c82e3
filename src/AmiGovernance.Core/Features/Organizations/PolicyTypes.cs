using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>The types of policies that are read.</summary>
internal static class PolicyTypes
{
    /// <summary>
    /// Those on images, and resource control policies where they are wanted and in use: switched off they reach nobody.
    /// </summary>
    public static ImmutableArray<OrganizationPolicyType> Wanted(RootDetails root, bool withResourceControl)
    {
        const OrganizationPolicyType ResourceControl = OrganizationPolicyType.ResourceControlPolicy;
        return withResourceControl && root.EnabledTypes.Contains(ResourceControl)
            ? [.. OrganizationPolicyKinds.OnImages, ResourceControl]
            : OrganizationPolicyKinds.OnImages;
    }

    /// <summary>The policies of a type; null as <see cref="Known"/> says.</summary>
    public static Task<ImmutableArray<PolicySummary>?> ListKnown(
        IPolicyReader aws,
        OrganizationPolicyType type,
        CancellationToken cancel
    ) => Known(type, () => aws.ListPolicies(type, cancel));

    /// <summary>The policies of a type on a target; null as <see cref="Known"/> says.</summary>
    public static Task<ImmutableArray<PolicySummary>?> AttachedKnown(
        IPolicyReader aws,
        string target,
        OrganizationPolicyType type,
        CancellationToken cancel
    ) => Known(type, () => aws.ListPoliciesForTarget(target, type, cancel));

    /// <summary>
    /// Null when the service does not know the type, and when resource control policies may not be listed: a delegation of the two types
    /// that decide about images does not include them.
    /// </summary>
    /// <param name="type">Every service knows service control policies: a refusal of these stays one.</param>
    private static async Task<ImmutableArray<PolicySummary>?> Known(
        OrganizationPolicyType type,
        Func<Task<ImmutableArray<PolicySummary>>> list
    )
    {
        try
        {
            return await list();
        }
        catch (AwsException e)
            when (type != OrganizationPolicyType.ServiceControlPolicy && e.Failure.SaysUnknownPolicyType)
        {
            return null;
        }
        catch (AwsException e) when (!type.Kind().DecidesOnImages && e.IsAccessDenied)
        {
            return null;
        }
    }
}
