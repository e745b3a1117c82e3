using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>Where a test runs.</summary>
public sealed record VerificationPlace(AccountId Account, string Region);

/// <summary>The calls that verification tries, as EC2 names them.</summary>
public enum TestedAction
{
    RunInstances,
    CreateImage,
    CopyImage,
    ImportImage,
    ModifyImageAttribute,
}

/// <param name="Subject">The image, for CreateImage the instance; empty for ImportImage, which brings a disk from outside.</param>
public sealed record TestedCall(TestedAction Action, string Subject);

/// <summary>What AWS answered to a call.</summary>
/// <param name="Operation">Such as `ec2:RunInstances`, or the call that failed before it, such as `sts:AssumeRole`.</param>
/// <param name="Code">AWS's error code; empty when the call was carried out.</param>
public sealed record CallAnswer(string Operation, string Code, string Message, string? RequestId)
{
    public static CallAnswer Of(AwsException failure) =>
        new(failure.Operation, failure.Code, failure.Message, failure.Failure.RequestId);
}

/// <param name="Allowed">EC2's mark `ImageAllowed`; null when it sets none, as while Allowed AMIs is off.</param>
public sealed record SeenImage(ImageFacts Facts, bool? Allowed)
{
    public string Id => Facts.ImageId ?? "";
}

/// <param name="Image">The image that the instance was launched from; null when EC2 no longer knows it.</param>
public sealed record SeenInstance(string Id, SeenImage? Image);

/// <summary>Which images to look at; always available ones of the architecture x86_64, for the tested instance type.</summary>
/// <param name="Owner">An account id, an alias as EC2 spells it, or `self`; null for any.</param>
public sealed record ImageSearch(string? Owner)
{
    /// <summary>Only images that everybody may launch.</summary>
    public bool Public { get; init; }

    public string? Id { get; init; }

    /// <summary>The images of the account itself.</summary>
    public static readonly ImageSearch Own = new("self");
}

/// <summary>The settings of an account in a Region, in EC2's spelling, such as `audit-mode` and `block-new-sharing`.</summary>
/// <param name="ImagesManagedBy">`account` or `declarative-policy`.</param>
/// <param name="Providers">Of all criteria, as declarative policies spell them.</param>
public sealed record ImageSettings(
    string ImagesState,
    string ImagesManagedBy,
    ImmutableSortedSet<string> Providers,
    string PublicAccessState,
    string PublicAccessManagedBy
)
{
    public const string ByDeclarativePolicy = "declarative-policy";
}

/// <summary>
/// What verification does in an account and Region. Nothing of it changes anything but <see cref="Launch"/>, whose instance is
/// ended by <see cref="Terminate"/>.
/// </summary>
public interface IVerificationCalls
{
    /// <summary>Makes the call with `DryRun`. What comes back is an error in any case; failures on the way are answers too.</summary>
    Task<CallAnswer> DryRun(VerificationPlace place, TestedCall call, CancellationToken cancel);

    /// <summary>The first image that is accepted; null when none of those looked at is. Throws <see cref="AwsException"/>.</summary>
    Task<SeenImage?> FindImage(
        VerificationPlace place,
        ImageSearch search,
        Func<SeenImage, bool> accepts,
        CancellationToken cancel
    );

    /// <summary>Up to 1,000 instances that run or are stopped. Throws <see cref="AwsException"/>.</summary>
    Task<ImmutableArray<SeenInstance>> FindInstances(VerificationPlace place, CancellationToken cancel);

    /// <summary>Throws <see cref="AwsException"/>.</summary>
    Task<ImageSettings> GetSettings(VerificationPlace place, CancellationToken cancel);

    /// <summary>Launches one instance. When no answer came, an instance that was launched all the same is looked for.</summary>
    /// <param name="token">Names the launch: with the same token a second call launches nothing more.</param>
    Task<(CallAnswer Answer, string? InstanceId)> Launch(
        VerificationPlace place,
        string imageId,
        string token,
        CancellationToken cancel
    );

    /// <summary>Throws <see cref="AwsException"/>.</summary>
    Task Terminate(VerificationPlace place, string instanceId, CancellationToken cancel);
}
