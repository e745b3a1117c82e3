using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A call as people describe it, on the command line or in a table; null for what they leave out.</summary>
public sealed record CallInput
{
    private const string DefaultAction = "ec2:RunInstances";

    /// <summary>With or without `ec2:`; a launch when it is left out.</summary>
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

    /// <summary>What is said here wins over what is only hinted at.</summary>
    public CallInput Or(CallHints hints) =>
        this with
        {
            Action = Action ?? hints.Action,
            Account = Account ?? hints.Account,
            Principal = Principal ?? hints.PrincipalArn,
            Image = Image ?? hints.ImageId,
            Region = Region ?? hints.Region,
            Time = Time ?? hints.Time?.ToString("o", CultureInfo.InvariantCulture),
        };

    /// <summary>
    /// Null with the problem when the call cannot be decided: a launch without a known owner is never guessed, for EC2
    /// compares the owner.
    /// </summary>
    public BuiltCall? Build(CallDefaults defaults, out CallProblem? problem)
    {
        var action = FullAction();
        var (region, time) = (defaults.Region, defaults.Time);
        problem = null;
        if (!AccountId.TryParse(Account ?? "", out var account))
            problem = new CallProblem(
                "the calling account is needed, in 12 digits",
                Account is null ? MissingPart.Account : MissingPart.None
            );
        else if (OwnerProblem(action) is { } owner)
            problem = owner;
        else if (Time is not null && !TryParseTime(Time, out time))
            problem = new CallProblem($"`{Time}` is no time; write it as 2026-04-15T00:00:00Z");
        else if (Region is not null && !RegionName.TryParse(Region, out region))
            problem = new CallProblem($"`{Region}` is not the name of a Region, such as eu-central-1");
        return problem is null ? Build(action, account, region, time) : null;
    }

    private string FullAction()
    {
        if (Action is null)
            return DefaultAction;
        return Action.Contains(':', StringComparison.Ordinal) ? Action : $"ec2:{Action}";
    }

    private CallProblem? OwnerProblem(string action)
    {
        if (ImageOwner is not null && !OwnerId.TryParse(ImageOwner, out _))
            return new CallProblem(
                $"`{ImageOwner}` owns no image: give an account id, or one of {string.Join(", ", OwnerAliases.Names)}"
            );
        return ImageOwner is null && GuardedActions.IsLaunch(action)
            ? new CallProblem($"the owner of {Image ?? "the image"} is needed", MissingPart.ImageOwner)
            : null;
    }

    private static bool TryParseTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private BuiltCall Build(string action, AccountId account, RegionName region, DateTimeOffset time)
    {
        var partition = Partitions.OfArn(Principal ?? "") ?? Partitions.Of(region);
        var image = Facts();
        var call = new Ec2Call
        {
            Action = action,
            Account = account,
            PrincipalArn = Principal ?? $"arn:{partition.Name()}:iam::{account}:role/Some",
            Partition = partition,
            Region = region,
            Time = time,
            ImageId = Image,
            ImageOwner = image?.IamOwner,
            ImageOwnerAccount = image is { OwnerId.Length: > 0 } ? image.OwnerId : null,
        };
        return new BuiltCall(call, image);
    }

    private ImageFacts? Facts()
    {
        if (!OwnerId.TryParse(ImageOwner ?? "", out var owner))
            return null;
        var account = owner.Account?.Value ?? ImageOwnerAccount ?? "";
        return new ImageFacts(account, owner.Alias?.IamName()) { ImageId = Image, Name = ImageName };
    }
}
