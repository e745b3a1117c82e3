using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>What the runbook would make of launches that are denied (docs/reference/triage.md).</summary>
/// <param name="members">Accounts of the organization, as far as they are known.</param>
/// <param name="knowsAll">Whether these are all: then another one is a stranger.</param>
internal sealed class LaunchAdvice(IReadOnlySet<string> members, GovernanceConfig? config, bool knowsAll)
{
    public Advice For(LaunchCase launch)
    {
        if (launch.IsUndecided)
            return FindOwner(launch);

        if (OfConfiguration(launch) is { } known)
            return known;
        if (!AccountId.IsValid(launch.Owner))
            return Advice.Violation(
                $"images of {launch.Owner} are on no list; to allow them all is a change of `publisher_aliases`",
                launch.Message
            );

        var isOwn = launch.Owner == launch.Account;
        if (!isOwn && !members.Contains(launch.Owner) && !knowsAll)
            return new Advice(
                null,
                $"whether {launch.Owner}, who owns the images, is an account of the organization is not known: `--org FILE` says it",
                ShellText.Of($"amigov org export organization.json"),
                null
            );
        if (!isOwn && !members.Contains(launch.Owner))
            return Advice.Violation(
                "the images belong to an account that is none of the organization's",
                launch.Message,
                Request(launch, "vendor_poc", 60, ShellText.Of($"--outside-organization "))
            );
        return Advice.Legitimate(
            isOwn
                ? "the account launches images that it built itself"
                : "the images come from another account of the organization",
            Request(launch, "migration", 90, ShellText.Empty),
            launch.Message
        );
    }

    /// <summary>To list the owner, or to except it, is refused: it is there already. Null for others.</summary>
    private Advice? OfConfiguration(LaunchCase launch)
    {
        var exception = config?.Exceptions.FirstOrDefault(e => e.AccountId.Value == launch.Owner);
        if (exception is { ExpiresOn: { } end })
            return Advice.Legitimate(
                $"the exception for these images ends on {end.Text()}, or not for this account: "
                    + "extend it with a new approval, or move to approved images",
                message: launch.Message
            );
        return ListedOwner.Of(config, launch.Owner) switch
        {
            null => null,
            { HasCriteria: true } => Advice.Violation(
                $"{launch.Owner} is on the list, and the images do not meet its `image_criteria`: launch one that does, or change these",
                launch.Message
            ),
            _ => new Advice(
                null,
                $"{launch.Owner} is on the list of the configuration: the policies are older, or something else in them denies",
                ShellText.Empty,
                null
            ),
        };
    }

    /// <summary>
    /// The ticket is left to fill in, and what only people know, which the command asks for. Empty when the account is not known.
    /// </summary>
    public ShellText Request(LaunchCase launch, string type, int days, ShellText flags)
    {
        if (!AccountId.IsValid(launch.Account))
            return ShellText.Empty;

        var longest = config?.ExceptionTypes.GetValueOrDefault(type)?.MaxDays ?? days;
        var workload = launch.AccountName.Length > 0 ? launch.AccountName : $"account {launch.Account}";
        var term = ShellText.Of($"--type {type} --days {Math.Min(days, longest)}");
        // Without it every account of the organization could launch the images, also those that one account built for itself.
        var usableBy = ShellText.Of($"--usable-by {launch.Account} ");
        return ShellText.Of($"amigov exception request TICKET --account {launch.Owner} {usableBy}{flags}{term}")
            + ShellText.Of($" --justification {launch.Justification} --workload {workload}");
    }

    private static Advice FindOwner(LaunchCase launch)
    {
        if (launch.Image.Length == 0)
            return new Advice(null, launch.WithoutImage, ShellText.Empty, null);
        if (CallImages.IsParameter(launch.Image))
            return new Advice(null, AskForParameter, Parameter(launch.Region, launch.Image), null);
        if (LaunchedTemplate.Parse(launch.Image) is { CanBeAsked: true } template)
            return new Advice(null, AskForTemplate, Template(launch.Region, template), null);
        var command = AskForImage(launch.Region, launch.Image);
        return new Advice(null, "the owner of the image is not known; find it first", command, null);
    }

    private const string AskForParameter =
        "the image is that of a parameter; find out which image it holds, and whose that is";

    /// <summary>Asks Systems Manager for what a parameter holds (SSM API reference, GetParameter).</summary>
    private static ShellText Parameter(string region, string image) =>
        ShellText.Of(
            $"aws ssm get-parameter --region {region} --name {image[LaunchedTemplate.ImageParameter.Length..]}"
        );

    private const string AskForTemplate =
        "the image is that of a launch template; find out which image it names, and whose that is";

    /// <summary>Asks EC2 for a version of a launch template (EC2 API reference, DescribeLaunchTemplateVersions).</summary>
    private static ShellText Template(string region, LaunchedTemplate template)
    {
        var ask = ShellText.Of($"aws ec2 describe-launch-template-versions --region {region} ");
        var which = template.Template.StartsWith("lt-", StringComparison.Ordinal)
            ? ShellText.Of($"--launch-template-id {template.Template} ")
            : ShellText.Of($"--launch-template-name {template.Template} ");
        return ask + which + ShellText.Of($"--versions {template.Version}");
    }

    /// <summary>Asks EC2 for an image, whatever its state (EC2 API reference, DescribeImages).</summary>
    public static ShellText AskForImage(string region, string image) =>
        ShellText.Of($"aws ec2 describe-images --region {region}")
        + ShellText.Of($" --include-deprecated --include-disabled --image-ids {image}");
}
