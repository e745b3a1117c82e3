using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// An EC2 call as far as the guardrails look at it. What names an action, a principal, an image or an owner is text: it may come from a
/// record of others, and policies compare it as text.
/// </summary>
public sealed partial record Ec2Call
{
    /// <summary>Such as `ec2:RunInstances`.</summary>
    public required string Action { get; init; }

    /// <summary>The calling account.</summary>
    public required AccountId Account { get; init; }

    /// <summary>The role's or user's ARN, never that of a session; what is no ARN says that the caller is not known.</summary>
    public required string PrincipalArn { get; init; }

    public required Partition Partition { get; init; }

    public required RegionName Region { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Null when the call concerns no image or its image is not known.</summary>
    public string? ImageId { get; init; }

    /// <summary>The value of `ec2:Owner` for the image; null when it is not known.</summary>
    public string? ImageOwner { get; init; }

    /// <summary>The account that owns the image, which differs from <see cref="ImageOwner"/> where that is an alias.</summary>
    public string? ImageOwnerAccount { get; init; }

    public bool? ImageIsPublic { get; init; }

    /// <summary>Of a call that shares an image or snapshot: whether it does with everyone; null when it is not told.</summary>
    public bool? SharesPublicly { get; init; }

    /// <summary>The session's ARN where nothing else tells the role: then <see cref="PrincipalArn"/> lacks its path.</summary>
    public string? Session { get; init; }

    /// <summary>Somebody says that the request carries `ec2:Owner`, or AWS's answer shows it.</summary>
    public bool CarriesOwner { get; init; }

    /// <summary>
    /// Condition keys with their values, as far as they are told; an empty value says that the call does not carry the key.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Context { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Resources of the call, by their ARNs, as AWS named them or the request does.</summary>
    public ImmutableArray<string> NamedResources { get; init; } = [];

    /// <summary>Kinds of resources that the call names, where it is not told which one.</summary>
    public ImmutableArray<string> NamedKinds { get; init; } = [];

    /// <summary>The call is on no image, though others of its action are.</summary>
    public bool IsWithoutImage { get; init; }

    /// <summary>The call touches no more than what it must and what is named.</summary>
    public bool NamesAll { get; init; }
}
