using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// What EC2 asks the policies about a call: one question for each resource that the action requires, and for the image.
/// </summary>
internal static class Ec2Questions
{
    public static RequestContext[] Of(SandboxCall call) => Of(call, null, null);

    public static RequestContext[] Of(SandboxCall call, SandboxImage image) => Of(call, image, image.Id);

    /// <param name="image">Null for an image that is not known; then its owner is not known either.</param>
    /// <param name="imageId">Null when the call names no image.</param>
    public static RequestContext[] Of(SandboxCall call, SandboxImage? image, ImageId? imageId)
    {
        var asked = Call(call) with { ImageId = imageId?.Value };
        if (GuardedActions.Creation.Contains(asked.Action))
            return [.. OnNewImage(asked, call.Account).Questions()];
        if (image is null)
            return [.. asked.Questions()];

        RequestContext[] questions = [.. OnImage(asked, image).Questions()];
        foreach (var question in questions.Where(q => q.Resource.Contains("::image/", StringComparison.Ordinal)))
            SetImageKeys(question, image);
        return questions;
    }

    private static Ec2Call Call(SandboxCall call) =>
        new()
        {
            Action = $"ec2:{call.Operation}",
            Account = call.Account,
            PrincipalArn = call.Caller.Arn,
            Partition = Arns.Partition,
            Region = call.Region,
            Time = call.Now,
        };

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
