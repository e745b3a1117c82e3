using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>What EC2 asks the policies about a call: one question for each resource that the action requires, and for the image.</summary>
internal static class Ec2Questions
{
    public static RequestContext[] Of(SandboxCall call) => Of(call, call.Operation, null, null);

    /// <param name="image">Null for an image that is not known; then its owner is not known either.</param>
    public static RequestContext[] Of(SandboxCall call, SandboxImage? image, string? imageId) =>
        Of(call, call.Operation, image, imageId);

    public static RequestContext[] Of(SandboxCall call, string operation, SandboxImage? image, string? imageId)
    {
        var isNew = GuardedActions.Creation.Contains($"ec2:{operation}");
        RequestContext[] questions =
        [
            .. new Ec2Call
            {
                Action = $"ec2:{operation}",
                Account = call.Account,
                PrincipalArn = call.Caller.Arn,
                Region = call.Region,
                Time = call.Now,
                // EC2 user guide, "Identity-based policies for Amazon EC2": the image of a creating call is the new one; its id is `*`.
                ImageId = isNew ? "*" : image?.Id ?? imageId,
                ImageOwner = isNew ? call.Account : image?.Facts.IamOwner,
                ImageOwnerAccount = isNew ? call.Account : image?.OwnerId,
                ImageIsPublic = isNew ? null : image?.IsPublic,
            }.Questions(),
        ];
        if (image is not null && !isNew)
            foreach (var question in questions.Where(q => q.Resource.Contains("::image/", StringComparison.Ordinal)))
            {
                question.Set("ec2:ImageType", "machine").Set("ec2:RootDeviceType", "ebs");
                foreach (var (key, value) in image.Tags)
                    question.Set($"aws:ResourceTag/{key}", value).Set($"ec2:ResourceTag/{key}", value);
            }
        return questions;
    }
}
