using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Aws.Verification;

/// <summary>The calls that verification tries, as EC2 takes them.</summary>
/// <param name="instanceType">Of test launches; an x86_64 type.</param>
/// <param name="subnet">Null for the default VPC.</param>
internal sealed class TestRequests(string instanceType, string? subnet)
{
    /// <summary>Marks what a test launched, so that it is found when the answer was lost.</summary>
    public const string LaunchTag = "amigov:verification";

    private const string TestName = "amigov-verification";

    public async Task<AmazonWebServiceResponse> DryRun(
        AmazonEC2Client ec2,
        RegionName region,
        TestedCall call,
        CancellationToken cancel
    ) =>
        call.Action switch
        {
            TestedAction.RunInstances => await ec2.RunInstancesAsync(DryLaunch(call.Subject), cancel),
            TestedAction.CreateImage => await ec2.CreateImageAsync(Creation(call.Subject), cancel),
            TestedAction.CopyImage => await ec2.CopyImageAsync(Copy(call.Subject, region), cancel),
            TestedAction.ImportImage => await ec2.ImportImageAsync(Import(), cancel),
            _ => await ec2.ModifyImageAttributeAsync(Publication(call.Subject), cancel),
        };

    /// <param name="token">Names the launch, and marks the instance.</param>
    public RunInstancesRequest Launch(ImageId image, string token)
    {
        var request = LaunchOf(image.Value);
        request.ClientToken = token;
        request.TagSpecifications =
        [
            new TagSpecification
            {
                ResourceType = ResourceType.Instance,
                Tags = [new Tag("Name", TestName), new Tag(LaunchTag, token)],
            },
        ];
        return request;
    }

    private RunInstancesRequest DryLaunch(string image)
    {
        var request = LaunchOf(image);
        request.DryRun = true;
        return request;
    }

    private RunInstancesRequest LaunchOf(string image) =>
        new()
        {
            ImageId = image,
            InstanceType = instanceType,
            SubnetId = subnet,
            MinCount = 1,
            MaxCount = 1,
            InstanceInitiatedShutdownBehavior = ShutdownBehavior.Terminate,
        };

    private static CreateImageRequest Creation(string instance) =>
        new()
        {
            InstanceId = instance,
            Name = TestName,
            NoReboot = true,
            DryRun = true,
        };

    private static CopyImageRequest Copy(string image, RegionName region) =>
        new()
        {
            SourceImageId = image,
            SourceRegion = region.Value,
            Name = TestName,
            DryRun = true,
        };

    private static ImportImageRequest Import() =>
        new()
        {
            DiskContainers =
            [
                new ImageDiskContainer
                {
                    Format = "VMDK",
                    UserBucket = new UserBucket { S3Bucket = TestName, S3Key = "none.vmdk" },
                },
            ],
            DryRun = true,
        };

    private static ModifyImageAttributeRequest Publication(string image) =>
        new()
        {
            ImageId = image,
            LaunchPermission = new LaunchPermissionModifications
            {
                Add = [new LaunchPermission { Group = PermissionGroup.All }],
            },
            DryRun = true,
        };
}
