using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>A policy of an organization.</summary>
/// <param name="Id">Such as `p-abcd1234`; the policies that AWS manages have names, such as `p-FullAWSAccess`.</param>
/// <param name="Content">The document as Organizations stores it, character for character.</param>
public sealed record OrganizationPolicy(string Id, string Name, OrganizationPolicyType Type, string Content)
{
    /// <summary>The SCP that allows everything; AWS attaches it to every target when SCPs are switched on.</summary>
    public const string FullAwsAccessId = "p-FullAWSAccess";

    public string Description { get; init; } = "";

    /// <summary>The document as a source whose findings name the policy.</summary>
    public SourceText Source => SourceText.FromString(Name, Content);

    public bool AwsManaged { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = NoTags;

    public static readonly ImmutableSortedDictionary<string, string> NoTags = ImmutableSortedDictionary<
        string,
        string
    >.Empty.WithComparers(StringComparer.Ordinal);

    public static OrganizationPolicy FullAwsAccess { get; } =
        new(
            FullAwsAccessId,
            "FullAWSAccess",
            OrganizationPolicyType.ServiceControlPolicy,
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"""
        )
        {
            AwsManaged = true,
            Description = "Allows access to every operation",
        };
}

/// <summary>A policy on a root, an organizational unit, or an account. Their order in a list is the order of attachment.</summary>
public readonly record struct PolicyAttachment(string TargetId, string PolicyId);
