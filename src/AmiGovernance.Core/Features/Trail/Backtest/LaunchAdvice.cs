using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>Launches of one owner's images by one account, which a policy denies.</summary>
/// <param name="Owner">As `ec2:Owner` has it.</param>
public sealed record LaunchCase(string Account, string AccountName, string Owner)
{
    /// <summary>It depends on the owner, whom nobody knows.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>One of the images, and where it is; empty when none is known.</summary>
    public string Image { get; init; } = "";

    public string Region { get; init; } = "";

    /// <summary>What to do when no image is known.</summary>
    public required string WithoutImage { get; init; }

    /// <summary>What is launched, for the request of an exception.</summary>
    public required string Justification { get; init; }

    /// <summary>To the owners of the account.</summary>
    public required string Message { get; init; }
}

/// <summary>What the runbook would make of launches that are denied (docs/reference/triage.md).</summary>
/// <param name="members">Accounts of the organization, as far as they are known.</param>
internal sealed class LaunchAdvice(IReadOnlySet<string> members, GovernanceConfig? config)
{
    public Advice For(LaunchCase launch)
    {
        if (launch.IsUndecided)
            return new Advice(
                null,
                launch.Image.Length == 0 ? launch.WithoutImage : "the owner of the image is not known; find it first",
                launch.Image.Length == 0
                    ? null
                    : $"aws ec2 describe-images --region {Shell(launch.Region)} --include-deprecated --include-disabled --image-ids {Shell(launch.Image)}",
                null
            );
        if (config?.Exceptions.FirstOrDefault(e => e.AccountId.Value == launch.Owner) is { ExpiresOn: { } end })
            return new Advice(
                TriageOutcome.Legitimate,
                $"the exception for these images ends on {end.Text()}, or not for this account: extend it with a new approval, or move to approved images",
                null,
                launch.Message
            );
        if (!AccountId.IsValid(launch.Owner))
            return new Advice(
                TriageOutcome.Violation,
                $"images of {launch.Owner} are on no list; to allow them all is a change of `publisher_aliases`",
                null,
                launch.Message
            );
        if (launch.Owner != launch.Account && !members.Contains(launch.Owner))
            return new Advice(
                TriageOutcome.Violation,
                "the images belong to an account that is not known to be one of the organization's",
                Request(launch, "vendor_poc", 60, "--outside-organization "),
                launch.Message
            );
        return new Advice(
            TriageOutcome.Legitimate,
            launch.Owner == launch.Account
                ? "the account launches images that it built itself"
                : "the images come from another account of the organization",
            Request(launch, "migration", 90, ""),
            launch.Message
        );
    }

    /// <summary>The ticket is the only thing left to fill in. Null when the account is not known.</summary>
    public string? Request(LaunchCase launch, string type, int days, string flags)
    {
        if (!AccountId.IsValid(launch.Account))
            return null;
        var longest = config?.ExceptionTypes.GetValueOrDefault(type)?.MaxDays ?? days;
        var usableBy = launch.Owner == launch.Account ? "" : $"--usable-by {launch.Account} ";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"amigov exception request TICKET --account {launch.Owner} {usableBy}{flags}--type {type} --days {Math.Min(days, longest)} --justification {Shell(launch.Justification)} --workload {Shell(launch.AccountName.Length > 0 ? launch.AccountName : $"account {launch.Account}")}"
        );
    }

    /// <summary>One word for a POSIX shell, whatever is in it.</summary>
    private static string Shell(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') && text.Length > 0
            ? text
            : $"'{Visible.Text(text).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
