using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// The role by which a service launches in an account: no service control policy reaches it (Organizations user guide, "Tasks and
/// entities not restricted by SCPs").
/// </summary>
/// <param name="Service">Such as `spot.amazonaws.com`.</param>
internal sealed record ServiceLinkedRole(string Service, string Name)
{
    public static readonly ServiceLinkedRole AutoScaling = new(
        "autoscaling.amazonaws.com",
        "AWSServiceRoleForAutoScaling"
    );

    public static readonly ServiceLinkedRole Spot = new("spot.amazonaws.com", "AWSServiceRoleForEC2Spot");

    /// <summary>A RunInstances for one instance.</summary>
    /// <param name="by">Any call in the account; its Region, time and tags are taken over.</param>
    /// <param name="imageId">Null where a launch template names it.</param>
    public SandboxCall Run(SandboxCall by, string accessKey, ImageId? imageId, string type)
    {
        var session = Service.Split('.')[0];
        return by with
        {
            Service = "ec2",
            Operation = "RunInstances",
            Caller = new CallerIdentity(
                by.Account,
                Arns.Iam(by.Account, $"role/aws-service-role/{Service}/{Name}"),
                Arns.Session(by.Account, Name, session),
                $"AROASERVICELINKED000:{session}"
            ),
            AccessKey = accessKey,
            InvokedBy = Service,
            RecordedRequest = RecordedLaunch.Of(imageId?.Value, type, 1, 1),
        };
    }
}
