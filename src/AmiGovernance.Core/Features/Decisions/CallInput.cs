using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A call as people describe it, on the command line or in a table; null for what they leave out.</summary>
public sealed record CallInput
{
    public string? Action { get; init; }

    public string? Account { get; init; }

    public string? Principal { get; init; }

    public string? Image { get; init; }

    /// <summary>An account id, or an alias in either spelling.</summary>
    public string? ImageOwner { get; init; }

    public string? ImageOwnerAccount { get; init; }

    public string? ImageName { get; init; }

    public string? Region { get; init; }

    /// <summary>ISO 8601, in UTC unless it says otherwise.</summary>
    public string? Time { get; init; }

    /// <summary>
    /// Null with the problem when the call cannot be decided: a launch without a known owner is never guessed, for EC2
    /// compares the owner.
    /// </summary>
    public (Ec2Call Call, ImageFacts? Image)? Build(DateTimeOffset now, out string problem)
    {
        problem = "";
        var action =
            Action is null ? "ec2:RunInstances"
            : Action.Contains(':', StringComparison.Ordinal) ? Action
            : $"ec2:{Action}";
        var time = now;
        if (Account is null || !AccountId.IsValid(Account))
            problem = "the calling account is needed, in 12 digits";
        else if (ImageOwner is not null && !OwnerAliases.IsOwner(ImageOwner))
            problem =
                $"`{ImageOwner}` owns no image: give an account id, or one of {string.Join(", ", OwnerAliases.Names)}";
        else if (ImageOwner is null && GuardedActions.Launch.Contains(action, StringComparer.OrdinalIgnoreCase))
            problem = $"the owner of {Image ?? "the image"} is needed";
        else if (
            Time is not null
            && !DateTimeOffset.TryParse(Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
        )
            problem = $"`{Time}` is no time; write it as 2026-04-15T00:00:00Z";
        if (problem.Length > 0 || Account is not { } account)
            return null;
        var image = Facts();
        return (
            new Ec2Call
            {
                Action = action,
                Account = account,
                PrincipalArn = Principal ?? $"arn:aws:iam::{account}:role/Some",
                Region = Region ?? "us-east-1",
                Time = time,
                ImageId = Image,
                ImageOwner = image?.IamOwner,
                ImageOwnerAccount = image is { OwnerId.Length: > 0 } ? image.OwnerId : null,
            },
            image
        );
    }

    private ImageFacts? Facts() =>
        ImageOwner is not { } owner
            ? null
            : (
                AccountId.IsValid(owner)
                    ? new ImageFacts(owner, null)
                    : new ImageFacts(ImageOwnerAccount ?? "", owner.Replace('_', '-'))
            ) with
            {
                ImageId = Image,
                Name = ImageName,
            };
}
