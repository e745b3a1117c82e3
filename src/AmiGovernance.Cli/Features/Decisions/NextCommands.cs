using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What a team whose launch is denied for its image runs next.</summary>
internal static partial class NextCommands
{
    private const int MostOwners = 5;

    /// <summary>None when something else than the image is in the way.</summary>
    public static IEnumerable<string> Of(ExplainAnswer answer)
    {
        if (answer.Explanation is not { } explanation || !GuardedActions.IsLaunch(explanation.Call.Action))
            yield break;
        var isMarked = answer.Refusal is not null && explanation.Mark == AuditMark.Marked;
        if (!explanation.IsDeniedByOwner && !isMarked || answer.IsDeniedThoughApproved)
            yield break;
        if (answer.Suggested?.Wanted is { Family: not null } wanted)
            yield return $"all that is approved: {SuggestedCommand.Of(FindApproved(wanted.ToString(), explanation))}";
        if (!explanation.UsableOwners.IsEmpty)
            yield return $"find one: {SuggestedCommand.Of(FindImage(explanation))}";
        if (OwnerAccount(explanation) is { } owner && owner != explanation.Call.Account)
        {
            yield return $"or ask for an exception: {SuggestedCommand.Of(RequestException(explanation, owner))}";
            if (answer.Config is { } config)
                yield return $"TYPE is one of: {Types(config)}";
        }
    }

    private static string Types(GovernanceConfig config) =>
        Shortened.List(
            [
                .. config.ExceptionTypes.Values.Select(t =>
                    $"{Sanitize.Text(t.Name)} ({Plural.Of(t.MaxDays, "day")} at most)"
                ),
            ],
            MostOwners
        );

    private static ShellText FindApproved(string need, Explanation explanation)
    {
        var region = explanation.Call.Region.Value;
        var account = explanation.IsByAnyAccount
            ? ShellText.Empty
            : ShellText.Of($" --account {explanation.Call.Account.Value}");
        return ShellText.Of($"amigov images find {need} --region {region}") + account;
    }

    private static ShellText FindImage(Explanation explanation)
    {
        var owners = explanation
            .UsableOwners.Take(MostOwners)
            .Select(o => OwnerAliases.FromDeclarativeName(o)?.IamName() ?? o)
            .Select(o => ShellText.Of($" {o}"));
        var family = explanation.ImageName is { } name
            ? ShellText.Of($" --filters {$"Name=name,Values={Family(name)}*"}")
            : ShellText.Empty;
        var region = explanation.Call.Region.Value;
        return ShellText.Of($"aws ec2 describe-images --region {region} --owners{ShellText.Concat(owners)}{family}")
            + ShellText.Of($" --query 'sort_by(Images,&CreationDate)[-5:].[ImageId,Name,OwnerId]' --output text");
    }

    private static ShellText RequestException(Explanation explanation, AccountId owner)
    {
        var call = explanation.Call;
        var justification = $"{call.ImageId ?? "an image"} in {call.Region}: WHY";
        var caller = explanation.IsByAnyAccount ? "ACCOUNT" : call.Account.Value;
        return ShellText.Of($"amigov exception request TICKET --account {owner.Value} --usable-by {caller}")
            + ShellText.Of($" --type TYPE --days DAYS --justification {justification}");
    }

    private static AccountId? OwnerAccount(Explanation explanation)
    {
        var text = explanation.Call.ImageOwnerAccount ?? explanation.Call.ImageOwner ?? "";
        // Whole publishers behind an alias are no exception of one account.
        return AccountId.TryParse(text, out var account) && explanation.Call.ImageOwner == text ? account : null;
    }

    /// <summary>The name without version and date.</summary>
    private static string Family(string name) => Version().Replace(name, "");

    [GeneratedRegex(@"[-_. ]?v?\d[\d.]{2,}.*$|[-_.]\d.*$")]
    private static partial Regex Version();
}
