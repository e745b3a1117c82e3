using System.Collections.Immutable;
using System.Globalization;
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

    /// <summary>The role's or user's ARN, never that of a session.</summary>
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

    /// <summary>The session's ARN where nothing else tells the role: then <see cref="PrincipalArn"/> lacks its path.</summary>
    public string? Session { get; init; }

    /// <summary>Condition keys with their values, as far as they are told; an empty value says that the call does not carry the key.</summary>
    public ImmutableSortedDictionary<string, string> Context { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A resource of the call, by its ARN, as AWS named it; null when it named none.</summary>
    public string? NamedResource { get; init; }

    /// <summary>
    /// The questions that EC2 asks for this call: one for each resource that the action requires, and for the image. An action
    /// without resources asks about `*`.
    /// </summary>
    public ImmutableArray<RequestContext> Questions() => Questions(r => r.Required || r.Type.Name == "image");

    /// <summary>Those about what a call of this kind may name besides; empty when there is nothing.</summary>
    public ImmutableArray<RequestContext> FurtherQuestions() =>
        [.. Questions(r => !r.Required && r.Type.Name != "image").Where(q => q.Resource != "*")];

    private ImmutableArray<RequestContext> Questions(Func<ActionResource, bool> isAsked)
    {
        var action = ActionTable.Service("ec2")?.Find(Action[(Action.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (action is null || action.Resources.IsEmpty)
            return [Common("*")];
        // The new image of a creating call is owned by the caller.
        var types = action.Resources.Where(isAsked).Select(r => r.Type).DistinctBy(t => t.Name);
        return [.. types.Select(On)];
    }

    /// <summary>Some resources, such as snapshots, have no account in their ARN.</summary>
    private RequestContext On(ResourceType type)
    {
        if (type.Name == "image")
            return OnImage();
        var hasAccount = type.ArnPatterns.All(arn => arn.Split(':', 6) is not [_, _, _, _, "", _]);
        var account = hasAccount ? Account.Value : "";
        return Common($"arn:{Partition.Name()}:ec2:{Region}:{account}:{type.Name}/*");
    }

    private RequestContext OnImage()
    {
        var request = Common($"arn:{Partition.Name()}:ec2:{Region}::image/{ImageId ?? "*"}");
        if (ImageOwner is not null)
            request.Set("ec2:Owner", ImageOwner);
        if (ImageId is not null)
            request.Set("ec2:ImageID", ImageId);
        if (ImageOwnerAccount is not null)
            request.Set("aws:ResourceAccount", ImageOwnerAccount);
        if (ImageIsPublic is { } isPublic)
            request.Set("ec2:Public", isPublic ? "true" : "false");
        return request;
    }

    private RequestContext Common(string resource) =>
        new RequestContext { Action = Action, Resource = resource }
            .Set("aws:PrincipalAccount", Account.Value)
            .Set("aws:PrincipalArn", PrincipalArn)
            .Set("aws:RequestedRegion", Region.Value)
            .Set("ec2:Region", Region.Value)
            .Set("aws:CurrentTime", Time.IsoText())
            .Set("aws:EpochTime", Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
}
