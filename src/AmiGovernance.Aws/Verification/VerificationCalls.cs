using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Aws.Verification;

/// <summary>The calls of verification over EC2.</summary>
/// <param name="requests">What is tried.</param>
internal sealed class VerificationCalls(AwsSession session, TestRequests requests) : IVerificationCalls
{
    /// <summary>Public images are many; an owner that is not listed is among the first.</summary>
    private const int ImagePages = 5;

    private const int InstancesRead = 1000;

    public async Task<CallAnswer> DryRun(VerificationPlace place, TestedCall call, CancellationToken cancel)
    {
        try
        {
            var operation = call.Action.ToString();
            await Run(place, operation, ec2 => requests.DryRun(ec2, place.Region, call, cancel), cancel);
            return CallAnswer.CarriedOut($"ec2:{operation}", null);
        }
        catch (AwsException e)
        {
            return CallAnswer.Of(e.Failure);
        }
    }

    public async Task<SeenImage?> FindImage(
        VerificationPlace place,
        ImageSearch search,
        Func<SeenImage, bool> accepts,
        CancellationToken cancel
    )
    {
        var request = SeenImages.Request(search);
        for (var page = 0; page < ImagePages; page++)
        {
            var answer = await Run(place, "DescribeImages", ec2 => ec2.DescribeImagesAsync(request, cancel), cancel);
            var found = (answer.Images ?? []).Select(SeenImages.Of).OfType<SeenImage>().FirstOrDefault(accepts);
            if (found is not null)
                return found;
            if (string.IsNullOrEmpty(answer.NextToken))
                break;
            request.NextToken = answer.NextToken;
        }
        return null;
    }

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
        var instances = answer.InstanceImageMetadata ?? [];
        return [.. instances.Select(i => new SeenInstance(i.InstanceId, SeenImages.Of(i.ImageMetadata)))];
    }

    public async Task<PlaceSettings> GetSettings(
        VerificationPlace place,
        ImmutableArray<StateAttribute> attributes,
        CancellationToken cancel
    )
    {
        var images = await Run(
            place,
            "GetAllowedImagesSettings",
            ec2 => ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), cancel),
            cancel
        );
        var states = ImmutableSortedDictionary.CreateBuilder<string, ManagedState>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
            states[attribute.Name] = await Run(
                place,
                attribute.ReadCall,
                ec2 => AttributeStates.Read(ec2, attribute, cancel),
                cancel
            );
        return new PlaceSettings(
            new ManagedState(images.State ?? "", images.ManagedBy?.Value ?? ""),
            Providers(images.ImageCriteria ?? []),
            states.ToImmutable()
        );
    }

    /// <summary>As declarative policies spell them; what is no owner stays as it is, `none` for example.</summary>
    private static ImmutableSortedSet<string> Providers(IEnumerable<Amazon.EC2.Model.ImageCriterion> criteria) =>
        criteria
            .SelectMany(c => c.ImageProviders ?? [])
            .Select(p => OwnerAliases.FromIamName(p)?.DeclarativeName() ?? p)
            .ToImmutableSortedSet(StringComparer.Ordinal);

    public async Task<LaunchAnswer> Launch(
        VerificationPlace place,
        ImageId image,
        string token,
        CancellationToken cancel
    )
    {
        try
        {
            var request = requests.Launch(image, token);
            var answer = await Run(place, "RunInstances", ec2 => ec2.RunInstancesAsync(request, cancel), cancel);
            return new LaunchAnswer(
                CallAnswer.CarriedOut("ec2:RunInstances", answer.ResponseMetadata?.RequestId),
                answer.Reservation?.Instances?.FirstOrDefault()?.InstanceId
            );
        }
        catch (AwsException e)
        {
            // Only without an answer may an instance have been launched all the same.
            var isUnknown = e.Failure.Kind == AwsFailureKind.Unreachable;
            var instance = isUnknown ? await Launched(place, token, cancel) : null;
            return new LaunchAnswer(CallAnswer.Of(e.Failure), instance);
        }
    }

    private async Task<string?> Launched(VerificationPlace place, string token, CancellationToken cancel)
    {
        var request = new DescribeInstancesRequest { Filters = [new Filter($"tag:{TestRequests.LaunchTag}", [token])] };
        var answer = await Run(place, "DescribeInstances", ec2 => ec2.DescribeInstancesAsync(request, cancel), cancel);
        return (answer.Reservations ?? [])
            .SelectMany(r => r.Instances ?? [])
            .Select(i => i.InstanceId)
            .FirstOrDefault();
    }

    public Task Terminate(VerificationPlace place, string instanceId, CancellationToken cancel) =>
        Run(
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
        var ec2 = await session.Ec2(place.Account, place.Region.Value, cancel);
        var where = new CallPlace(place.Account, place.Region);
        return await AwsCalls.Run($"ec2:{operation}", where, () => call(ec2), cancel);
    }
}
