using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// What EC2 asks the policies about a call: one question for each resource that the action requires, for the image, and for what the
/// request of a launch names.
/// </summary>
internal static class Ec2Questions
{
    public static RequestContext[] Of(SandboxCall call) => Of(call, null, imageId: null);

    /// <param name="named">ARNs of further resources that the call names, such as a launch template that is named by its name.</param>
    public static RequestContext[] Of(SandboxCall call, SandboxImage image, params ImmutableArray<string> named) =>
        Of(call, image, image.Id, named);

    /// <param name="image">Null for an image that is not known; then its owner is not known either.</param>
    /// <param name="imageId">Null when the call names no image.</param>
    public static RequestContext[] Of(
        SandboxCall call,
        SandboxImage? image,
        ImageId? imageId,
        params ImmutableArray<string> named
    )
    {
        var asked = Call(call, named) with { ImageId = imageId?.Value };
        if (GuardedActions.Creation.Contains(asked.Action) && (image is null || !GuardedActions.IsCopy(asked.Action)))
            asked = OnNewImage(asked, call.Account);
        else if (image is not null)
            asked = OnImage(asked, image);

        RequestContext[] questions = [.. asked.Questions().Where(q => q.IsTouched).Select(q => q.Request)];
        if (image is not null && !GuardedActions.Creation.Contains(asked.Action))
            foreach (var question in questions.Where(q => q.Resource.Contains("::image/", StringComparison.Ordinal)))
                SetImageKeys(question, image);
        return questions;
    }

    private static Ec2Call Call(SandboxCall call, ImmutableArray<string> named)
    {
        var asked = new Ec2Call
        {
            Action = $"ec2:{call.Operation}",
            Account = call.Account,
            PrincipalArn = call.Caller.Arn,
            Partition = Arns.Partition,
            Region = call.Region,
            Time = call.Now,
        };
        return GuardedActions.IsLaunch(asked.Action) ? WithParameters(asked, call, named) : asked;
    }

    private static Ec2Call WithParameters(Ec2Call asked, SandboxCall call, ImmutableArray<string> named)
    {
        // What is recorded has the defaults and the type that a template sets.
        using var recorded = JsonDocument.Parse((call.RecordedRequest ?? new JsonObject()).ToJsonString());
        using var given = JsonDocument.Parse(call.Input.Copy().ToJsonString());
        var parameters = LaunchParameters.Of(recorded.RootElement, given.RootElement);
        var arns = parameters.Arns(asked.Partition, call.Region.Value, call.Account.Value);
        return asked with
        {
            Context = asked.Context.SetItems(parameters.Keys),
            NamedResources = [.. arns.Concat(named).Distinct(StringComparer.Ordinal)],
            NamesAll = true,
        };
    }

    /// <summary>
    /// EC2 user guide, "Identity-based policies for Amazon EC2": the image of a creating call is the new one; its id is `*`.
    /// </summary>
    private static Ec2Call OnNewImage(Ec2Call asked, AccountId owner) =>
        asked with
        {
            ImageId = "*",
            ImageOwner = owner.Value,
            ImageOwnerAccount = owner.Value,
        };

    private static Ec2Call OnImage(Ec2Call asked, SandboxImage image) =>
        asked with
        {
            ImageId = image.Id.Value,
            ImageOwner = image.Facts.IamOwner,
            ImageOwnerAccount = image.OwnerId.Value,
            ImageIsPublic = image.IsPublic,
        };

    /// <summary>Service Authorization Reference, "Condition keys for Amazon EC2".</summary>
    private static void SetImageKeys(RequestContext question, SandboxImage image)
    {
        question.Set("ec2:ImageType", "machine").Set("ec2:RootDeviceType", "ebs");
        foreach (var (key, value) in image.Tags)
            question.Set($"aws:ResourceTag/{key}", value).Set($"ec2:ResourceTag/{key}", value);
    }
}
