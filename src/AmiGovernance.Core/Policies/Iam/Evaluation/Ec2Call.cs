using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// An EC2 call as far as the guardrails look at it. What names an action, a principal, an image or an owner is text: it may come from a
/// record of others, and policies compare it as text.
/// </summary>
public sealed record Ec2Call
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

    /// <summary>The ARNs of other resources that the call names, such as its launch template, key pair or subnet.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>
    /// The questions that EC2 asks for this call: one for each resource that the action requires, for the image, and for each optional
    /// resource that the call names. An action without resources asks about `*`. All must be allowed.
    /// </summary>
    public ImmutableArray<RequestContext> Questions()
    {
        var action = ActionTable.Service("ec2")?.Find(Action[(Action.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (action is null || action.Resources.IsEmpty)
            return [Common("*")];
        // The new image of a creating call is owned by the caller.
        return
        [
            .. action
                .Resources.DistinctBy(r => r.Type.Name)
                .SelectMany(r => On(r.Type.Name, r.Required || r.Type.Name == "image")),
        ];
    }

    /// <summary>The resources of one type that take part; none of an optional type that the call does not name.</summary>
    private ImmutableArray<RequestContext> On(string type, bool always)
    {
        if (type == "image")
            return [OnImage()];
        var named = Resources.Where(arn => IsOfType(arn, type)).Select(Common).ToImmutableArray();
        if (!named.IsEmpty || !always)
            return named;
        var any = Common($"arn:{Partition.Name()}:ec2:{Region}:{Account}:{type}/*");
        any.IsAnyResource = !IsNew(type);
        return [any];
    }

    private static bool IsOfType(string arn, string type)
    {
        var parts = arn.Split(':', 6);
        return parts.Length == 6 && parts[5].StartsWith($"{type}/", StringComparison.Ordinal);
    }

    /// <summary>
    /// What the call makes has no id when it is authorized: EC2 asks about `instance/*` (EC2 user guide, "Example policies to control
    /// access to the Amazon EC2 API", on launching instances).
    /// </summary>
    private bool IsNew(string type)
    {
        if (GuardedActions.IsLaunch(Action))
            return type
                is "instance"
                    or "volume"
                    or "network-interface"
                    or "fleet"
                    or "spot-fleet-request"
                    or "spot-instances-request";
        return GuardedActions.IsCreation(Action) && type is not "instance";
    }

    private RequestContext OnImage()
    {
        var request = Common($"arn:{Partition.Name()}:ec2:{Region}::image/{ImageId ?? "*"}");
        request.IsAnyResource = ImageId is null && !GuardedActions.IsCreation(Action);
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
            .Set("aws:PrincipalIsAWSService", "false")
            .Set("aws:RequestedRegion", Region.Value)
            .Set("ec2:Region", Region.Value)
            .Set("aws:CurrentTime", Time.IsoText())
            .Set("aws:EpochTime", Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
}
