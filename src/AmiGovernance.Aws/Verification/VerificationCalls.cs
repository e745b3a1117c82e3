using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Aws.Verification;

/// <summary>The calls of verification over EC2.</summary>
/// <param name="instanceType">Of test launches; an x86_64 type.</param>
/// <param name="subnet">Null for the default VPC.</param>
internal sealed class VerificationCalls(AwsSession session, string instanceType, string? subnet) : IVerificationCalls
{
    /// <summary>Marks what a test launched, so that it is found when the answer was lost.</summary>
    private const string LaunchTag = "amigov:verification";

    private const string TestName = "amigov-verification";

    /// <summary>Public images are many; an owner that is not listed is among the first.</summary>
    private const int ImagePages = 5;

    private const int InstancesRead = 1000;

    public async Task<CallAnswer> DryRun(VerificationPlace place, TestedCall call, CancellationToken cancel)
    {
        try
        {
            await Run<AmazonWebServiceResponse>(
                place,
                call.Action.ToString(),
                async ec2 =>
                    call.Action switch
                    {
                        TestedAction.RunInstances => await ec2.RunInstancesAsync(Launching(call.Subject, null), cancel),
                        TestedAction.CreateImage => await ec2.CreateImageAsync(
                            new CreateImageRequest
                            {
                                InstanceId = call.Subject,
                                Name = TestName,
                                NoReboot = true,
                                DryRun = true,
                            },
                            cancel
                        ),
                        TestedAction.CopyImage => await ec2.CopyImageAsync(
                            new CopyImageRequest
                            {
                                SourceImageId = call.Subject,
                                SourceRegion = place.Region,
                                Name = TestName,
                                DryRun = true,
                            },
                            cancel
                        ),
                        TestedAction.ImportImage => await ec2.ImportImageAsync(
                            new ImportImageRequest
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
                            },
                            cancel
                        ),
                        _ => await ec2.ModifyImageAttributeAsync(
                            new ModifyImageAttributeRequest
                            {
                                ImageId = call.Subject,
                                LaunchPermission = new LaunchPermissionModifications
                                {
                                    Add = [new LaunchPermission { Group = PermissionGroup.All }],
                                },
                                DryRun = true,
                            },
                            cancel
                        ),
                    },
                cancel
            );
            return new CallAnswer($"ec2:{call.Action}", "", "", null);
        }
        catch (AwsException e)
        {
            return CallAnswer.Of(e);
        }
    }

    /// <param name="token">Null for a dry run.</param>
    private RunInstancesRequest Launching(string imageId, string? token) =>
        new()
        {
            ImageId = imageId,
            InstanceType = instanceType,
            SubnetId = subnet,
            MinCount = 1,
            MaxCount = 1,
            DryRun = token is null,
            ClientToken = token,
            InstanceInitiatedShutdownBehavior = ShutdownBehavior.Terminate,
            TagSpecifications = token is null
                ? null
                :
                [
                    new TagSpecification
                    {
                        ResourceType = ResourceType.Instance,
                        Tags = [new Tag("Name", TestName), new Tag(LaunchTag, token)],
                    },
                ],
        };

    public async Task<SeenImage?> FindImage(
        VerificationPlace place,
        ImageSearch search,
        Func<SeenImage, bool> accepts,
        CancellationToken cancel
    )
    {
        var request = search.Id is { } id
            ? new DescribeImagesRequest { ImageIds = [id] }
            : new DescribeImagesRequest
            {
                Owners = search.Owner is { } owner ? [owner] : null,
                ExecutableUsers = search.Public ? ["all"] : null,
                Filters = [new Filter("state", ["available"]), new Filter("architecture", ["x86_64"])],
                MaxResults = 200,
            };
        for (var page = 0; page < ImagePages; page++)
        {
            var answer = await Run(place, "DescribeImages", ec2 => ec2.DescribeImagesAsync(request, cancel), cancel);
            if ((answer.Images ?? []).Select(Seen).FirstOrDefault(accepts) is { } found)
                return found;
            if (string.IsNullOrEmpty(answer.NextToken))
                break;
            request.NextToken = answer.NextToken;
        }
        return null;
    }

    private static SeenImage Seen(Image image) => new(DescribedImage.Facts(image), image.ImageAllowed);

    public async Task<ImmutableArray<SeenInstance>> FindInstances(VerificationPlace place, CancellationToken cancel)
    {
        var request = new DescribeInstanceImageMetadataRequest
        {
            Filters = [new Filter("instance-state-name", ["running", "stopped"])],
            MaxResults = InstancesRead,
        };
        var answer = await Run(
            place,
            "DescribeInstanceImageMetadata",
            ec2 => ec2.DescribeInstanceImageMetadataAsync(request, cancel),
            cancel
        );
        return
        [
            .. (answer.InstanceImageMetadata ?? []).Select(i => new SeenInstance(
                i.InstanceId,
                i.ImageMetadata is { } image ? Seen(image) : null
            )),
        ];
    }

    private static SeenImage Seen(ImageMetadata image) => new(DescribedImage.Facts(image), image.ImageAllowed);

    public async Task<ImageSettings> GetSettings(VerificationPlace place, CancellationToken cancel)
    {
        var images = await Run(
            place,
            "GetAllowedImagesSettings",
            ec2 => ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), cancel),
            cancel
        );
        var sharing = await Run(
            place,
            "GetImageBlockPublicAccessState",
            ec2 => ec2.GetImageBlockPublicAccessStateAsync(new GetImageBlockPublicAccessStateRequest(), cancel),
            cancel
        );
        var providers = (images.ImageCriteria ?? [])
            .SelectMany(c => c.ImageProviders ?? [])
            .Select(p => OwnerAliases.FromIamName(p)?.DeclarativeName() ?? p);
        return new ImageSettings(
            images.State ?? "",
            images.ManagedBy?.Value ?? "",
            providers.ToImmutableSortedSet(StringComparer.Ordinal),
            sharing.ImageBlockPublicAccessState ?? "",
            sharing.ManagedBy?.Value ?? ""
        );
    }

    public async Task<(CallAnswer Answer, string? InstanceId)> Launch(
        VerificationPlace place,
        string imageId,
        string token,
        CancellationToken cancel
    )
    {
        try
        {
            var answer = await Run(
                place,
                "RunInstances",
                ec2 => ec2.RunInstancesAsync(Launching(imageId, token), cancel),
                cancel
            );
            return (
                new CallAnswer("ec2:RunInstances", "", "", answer.ResponseMetadata?.RequestId),
                answer.Reservation?.Instances?.FirstOrDefault()?.InstanceId
            );
        }
        catch (AwsException e)
        {
            return (CallAnswer.Of(e), e.Code == AwsFailure.RequestFailed ? await Launched(place, token, cancel) : null);
        }
    }

    private async Task<string?> Launched(VerificationPlace place, string token, CancellationToken cancel)
    {
        var request = new DescribeInstancesRequest { Filters = [new Filter($"tag:{LaunchTag}", [token])] };
        var answer = await Run(place, "DescribeInstances", ec2 => ec2.DescribeInstancesAsync(request, cancel), cancel);
        return (answer.Reservations ?? [])
            .SelectMany(r => r.Instances ?? [])
            .Select(i => i.InstanceId)
            .FirstOrDefault();
    }

    public async Task Terminate(VerificationPlace place, string instanceId, CancellationToken cancel) =>
        await Run(
            place,
            "TerminateInstances",
            ec2 => ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [instanceId] }, cancel),
            cancel
        );

    private async Task<T> Run<T>(
        VerificationPlace place,
        string operation,
        Func<AmazonEC2Client, Task<T>> call,
        CancellationToken cancel
    )
    {
        var ec2 = await session.Ec2(place.Account, place.Region, cancel);
        return await AwsCalls.Run($"ec2:{operation}", () => call(ec2), cancel);
    }
}
